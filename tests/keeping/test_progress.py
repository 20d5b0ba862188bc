"""The bar: drawn on a terminal, told in a few lines to a log."""

import io

from firstline.keeping.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_is_told_in_a_few_lines():
    out = io.StringIO()
    bar = Progress("moving", 1_000, out)
    for _ in range(1_000):
        bar.step()
    lines = out.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-1] == f"moving [{'#' * 30}] 1000/1000"
    assert lines[5].count("#") == 15


def test_a_terminal_sees_one_line_grow():
    out = Terminal()
    bar = Progress("moving", 2, out)
    bar.step()
    assert out.getvalue() == f"\rmoving [{'#' * 15}{'.' * 15}] 1/2"
    bar.step()
    assert out.getvalue().endswith("2/2\n")


def test_nothing_to_do_is_done():
    out = io.StringIO()
    Progress("moving", 0, out).step(0)
    assert out.getvalue() == f"moving [{'#' * 30}] 0/0\n"


def test_lines_are_counted_by_their_bytes():
    out = io.StringIO()
    bar = Progress("reading", 8, out)
    assert list(bar.counting([b"one\n", b"two\n"])) == [b"one\n", b"two\n"]
    assert bar.done == 8
