"""FIRSTLINE_REDIS, as the composition root takes it."""

from pathlib import Path

from firstline.channels.many_desks import SharedManager
from tests.kit import Clock, House, make_house
from tests.redis_server import RedisServer
from tests.running import free_port

from .kit import here, holds


async def test_the_setting_names_the_redis_of_all_desks(
    tmp_path: Path, clock: Clock, impatient: None
):
    with RedisServer() as server:
        house = await make_house(tmp_path, clock, redis=server.url)
        link = house.firstline.link
        await here(link)
        assert not link.alone
        assert isinstance(house.firstline.sockets.manager, SharedManager)
        _, stream = await house.queued()
        assert (await house.desk.state(stream)).position > 1
        await house.close()


async def test_a_desk_starts_and_serves_while_its_redis_is_away_and_finds_it_later(
    tmp_path: Path, clock: Clock, impatient: None
):
    server = RedisServer(port=free_port())
    house = await make_house(tmp_path, clock, redis=server.url)
    await holds(lambda: house.firstline.link.problem)
    await house.queued()
    with server:
        await here(house.firstline.link)
        await house.close()


async def test_without_the_setting_a_desk_is_alone_with_the_same_code(house: House):
    await here(house.firstline.link)
    assert house.firstline.link.alone
    assert house.firstline.shares is None
