"""What axe is asked about is what people look at: the page once it has come to rest."""

from playwright.sync_api import Browser

from .axe import findings

MOVING = """<!doctype html><html lang="en"><title>Moving</title>
<style>
  p { color: #000; background: #fff; animation: arrive 3s }
  @keyframes arrive { from { opacity: 0 } }
  i { animation: breathe 1s infinite }
  @keyframes breathe { 50% { scale: 1.1 } }
</style>
<main><h1>Moving</h1><p>A message that fades in</p><i></i></main>"""


def test_a_message_is_judged_when_it_has_arrived(browser: Browser):
    page = browser.new_page()
    page.set_content(MOVING)
    assert findings(page) == []
    page.close()
