"""What is asked of MongoDB is asked of an index: the stand-in reads all of a collection unasked."""

from firstline.store.mongo.accounts import MongoAccounts
from firstline.store.mongo.connection import Database
from firstline.store.mongo.erasures import MongoErasures
from firstline.store.mongo.files import MongoFiles
from firstline.store.mongo.search import MongoSearch

NEEDED = {
    "agents": {"folded_email"},
    "sessions": {"agent", "until"},
    "attempts": {"address account", "at"},
    "api_tokens": {"made.name"},
    "passages": {"words at", "stream position"},
    "fs.files": {"uploadDate"},
    "fs.chunks": {"files_id n"},
    "erasures": {"at"},
}


async def test_every_question_has_its_index(database: Database):
    parts = MongoAccounts(database), MongoSearch(database), MongoFiles(database)
    for part in (*parts, MongoErasures(database)):
        await part.prepare()
        await part.prepare()
    for name, needed in NEEDED.items():
        made = (await database[name].index_information()).values()
        fields = {" ".join(field for field, _ in index["key"]) for index in made}
        assert fields == {"_id", *needed}, name
