/** Style and script of the outbox. They belong to the tool, so no theme of the publication changes them. */

export const OUTBOX_CSS = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5c6670; --line: #d9dee3; --paper: #fff; --back: #f3f5f7; --mark: #0b5cad; --open: #e4effa; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a3adb8; --line: #343b42; --paper: #1b1f23; --back: #121518; --mark: #7db8f2; --open: #1d3247; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--back); display: grid; grid-template: auto 1fr / minmax(16rem, 24rem) 1fr; height: 100vh; }
a { color: var(--mark); }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding: .75rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { font-size: 1.15rem; margin: 0; } h1 a { color: inherit; text-decoration: none; }
header p { margin: 0; color: var(--soft); flex: 1; }
header form { display: flex; gap: .5rem; align-items: baseline; } label { color: var(--soft); }
input { font: inherit; padding: .3rem .6rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--back); color: var(--ink); }
nav { overflow-y: auto; border-inline-end: 1px solid var(--line); background: var(--paper); }
.count, .older { margin: 0; padding: .5rem 1.25rem; color: var(--soft); font-size: .85rem; }
ol { list-style: none; margin: 0; padding: 0; }
nav li { border-top: 1px solid var(--line); } nav li { border-inline-start: 3px solid transparent; } nav li.open { background: var(--open); border-inline-start-color: var(--mark); }
nav li a { display: grid; grid-template-columns: 1fr auto; gap: .1rem .75rem; padding: .7rem 1.25rem; color: inherit; text-decoration: none; }
nav li a:hover { background: var(--open); }
nav strong { grid-column: 1 / -1; overflow-wrap: anywhere; } nav .to { color: var(--soft); overflow: hidden; text-overflow: ellipsis; }
nav time { color: var(--soft); font-size: .85rem; } .kind { grid-column: 1 / -1; font-size: .72rem; letter-spacing: .06em; text-transform: uppercase; color: var(--mark); }
main { overflow: auto; padding: 1.25rem; min-width: 0; } .empty { color: var(--soft); text-align: center; margin-top: 20vh; }
article { display: flex; flex-direction: column; min-height: 100%; } h2 { margin: 0 0 .75rem; font-size: 1.3rem; overflow-wrap: anywhere; }
.views { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; margin: 0 0 1rem; padding: 0; }
.views a { display: block; padding: .35rem .8rem; border: 1px solid var(--line); border-radius: 2rem; background: var(--paper); text-decoration: none; color: var(--ink); }
.views a[aria-current=page] { background: var(--mark); border-color: var(--mark); color: var(--paper); }
iframe { flex: 1; min-height: 75vh; width: 100%; border: 1px solid var(--line); border-radius: .5rem; background: #fff; color-scheme: light; }
iframe.phone { width: 375px; max-width: 100%; align-self: center; } iframe.dark { background: #121212; }
pre { margin: 0; padding: 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 13.5px/1.5 ui-monospace, monospace; }
 .text { unicode-bidi: plaintext; text-align: start; } .source { white-space: pre; overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; background: var(--paper); } th, td { text-align: start; vertical-align: top; padding: .4rem .8rem; border: 1px solid var(--line); overflow-wrap: anywhere; } th { white-space: nowrap; font-weight: 600; }
@media (max-width: 46rem) { body { display: block; height: auto; } nav { border-inline-end: 0; } body.reading nav { display: none; } header p, header form { flex: 1 0 100%; } label { white-space: nowrap; } input { flex: 1; min-width: 0; } th, td { display: block; border-width: 0 1px; } td { padding-top: 0; } tr { border-block: 1px solid var(--line); } }
`;

/** Polls for new messages and reloads the list. After 20 failed polls in a row the script takes the server for stopped and ends. */
export const OUTBOX_JS = `
const shown = document.body.dataset.total;
let misses = 0;
const look = async () => {
  try {
    const answer = await fetch('/outbox/messages.json?limit=1' + location.search.replace(/^\\?(?=.)/, '&'));
    misses = 0;
    if (answer.headers.get('X-Total-Count') !== shown) return location.reload();
  } catch { misses += 1; }
  if (misses < 20) setTimeout(look, 2000);
};
if (document.body.classList.contains('listing')) setTimeout(look, 2000);
`;
