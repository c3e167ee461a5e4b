"""When a page is at rest: the server has answered, nothing moves, and what is found on it stays so."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
# Nothing moves or fades: colours are those at rest, and no picture is drawn in between. What the server redraws at this
# moment keeps its colour.
STILL = """
const still = new CSSStyleSheet();
still.replaceSync(`*, *::before, *::after {animation: none !important; transition: none !important}
    [data-stale=true] {opacity: 1 !important}`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
"""
# Set in each page: when something was done or changed last, and whether the run that it asked for last has not begun.
NOTE_RUNS = """
{
    const noted = () => { window.top.changedAt = window.top.performance.now(); };
    for (const what of ['pointerdown', 'click', 'keydown', 'input', 'focusout'])
        window.addEventListener(what, noted, true);
    if (window.top === window) {
        const runs = ['data-test-script-state', 'data-stale'];  // change also where nothing is drawn
        noted();
        new MutationObserver(seen => {
            if (seen.some(each => !runs.includes(each.attributeName))) noted();
        }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
        const ASKS_FOR_A_RUN = 11 << 3 | 2, RUN_BEGINS = 4;  // fields of Streamlit's BackMsg and ForwardMsg
        const has = (message, field) => {
            for (let at = 0, wide; at < message.length; at += wide) {
                const number = () => {  // a varint
                    let value = 0, shift = 0;
                    for (; message[at] > 127; shift += 7) value |= (message[at++] & 127) << shift;
                    return value | message[at++] << shift;
                };
                const tag = number();
                if (tag >> 3 === field) return true;
                wide = (tag & 7) === 2 ? number() : (number(), 0);
            }
            return false;
        };
        window.unanswered = false;
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) {
            if (!this.listened) {
                this.listened = true;
                this.addEventListener('close', () => { window.unanswered = false; });
                this.addEventListener('message', ({data}) => {
                    if (window.unanswered && has(new Uint8Array(data), RUN_BEGINS)) window.unanswered = false;
                });
            }
            if (data[0] === ASKS_FOR_A_RUN) window.unanswered = true;
            return send.call(this, data);
        };
    }
}
"""


_CALM = """
([calm, patience]) => new Promise((done, failed) => {
    const begin = performance.now();
    const frames = () => [document, ...[...document.querySelectorAll('iframe')].map(each => each.contentDocument)]
        .filter(each => each);
    const busy = () => window.unanswered
        || !document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
        || document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]')
        || frames().some(each => each.readyState === 'loading' || each.querySelector('[aria-busy=true]')
            || [...each.images].some(image => !image.complete));
    const look = () => {
        const now = performance.now();
        if (now - begin > 120000) return failed(new Error('this page does not come to rest'));
        if (busy()) window.changedAt = now;
        else if (now - window.changedAt >= calm || now - begin >= patience) return done();
        setTimeout(look, 40);
    };
    look();
})
"""


def settled(page: Page, calm: int = 300) -> None:
    """Wait until the server has answered, its output is drawn, and nothing was done or changed for ``calm`` ms.

    A page that follows a session redraws every second; for that one it is enough after 5 s that the script has run.
    """
    page.evaluate(_CALM, [calm, 5_000])


def barriers(page: Page, *rules: str) -> list[str]:
    """The accessibility barriers of a page: axe's serious findings, by these rules or by all.

    What is found is looked for once more when the page has settled: what a redraw shows for a moment is none.
    """
    if not _barriers(page, *rules):
        return []
    settled(page)
    return _barriers(page, *rules)


def _barriers(page: Page, *rules: str) -> list[str]:
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    return [
        f"{rule['help']}: {rule['nodes'][0]['html'][:300]}"
        for rule in _AXE.run(page, options=options).response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
