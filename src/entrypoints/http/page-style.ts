/** The page's looks, served as `page.css`. Follows the reader's choice of light or dark, and fits a phone. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --back: #f5f5fa; --panel: #fff; --line: #e4e4ee; --text: #1b1b26; --soft: #6b6b80;
  --accent: #6a48f2; --accent-text: #fff; --accent-soft: #ece8ff;
  --good: #14804a; --good-soft: #dcf5e7; --warn: #8a5a00; --warn-soft: #fff1d1; --bad: #b3261e; --bad-soft: #fde4e2;
  --shadow: 0 1px 2px rgb(20 20 50 / 6%), 0 6px 20px rgb(20 20 50 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #111118; --panel: #1b1b25; --line: #2c2c3a; --text: #ececf4; --soft: #9a9ab0;
    --accent: #8f75ff; --accent-text: #14101f; --accent-soft: #2a2447;
    --good: #6fdca0; --good-soft: #15301f; --warn: #f4c663; --warn-soft: #352a11; --bad: #ff9d94; --bad-soft: #3d1c1a;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 1180px; padding: 20px clamp(14px, 3vw, 32px) 40px; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
body.lost main { opacity: .55; transition: opacity .3s; }
h1, h2, h3, p, ul, ol { margin: 0; }
h1 { font-size: 22px; letter-spacing: -.02em; }
h2 { font-size: 13px; font-weight: 650; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); margin: 28px 2px 10px; }
h2 small { font-size: 12px; font-weight: 600; padding: 1px 8px; border-radius: 99px; background: var(--accent-soft); color: var(--accent); }
h3 { font-size: 17px; letter-spacing: -.01em; line-height: 1.3; }
.note, .artist, .why, footer, .empty { color: var(--soft); }
.note, .why, footer { font-size: 13px; }
header, .brand, .actions, .card-head, .rate { display: flex; align-items: center; gap: 10px; }
header { justify-content: space-between; flex-wrap: wrap; gap: 14px; }
.actions { flex-wrap: wrap; }
.logo { width: 34px; height: 34px; }
.logo-back { fill: var(--accent); } .logo-bars { fill: var(--accent-text); }
.pill, .badge { font-size: 12px; font-weight: 600; padding: 3px 10px; border-radius: 99px; white-space: nowrap; background: var(--accent-soft); color: var(--accent); }
.good.pill, .badge.succeeded { background: var(--good-soft); color: var(--good); }
.warn.pill, .badge.partial, .badge.skipped, .badge.cancelled { background: var(--warn-soft); color: var(--warn); }
.badge.failed { background: var(--bad-soft); color: var(--bad); }
.pill.busy::before { content: ""; display: inline-block; width: 7px; height: 7px; margin-right: 7px; border-radius: 50%; background: currentColor; animation: pulse 1.1s ease-in-out infinite alternate; }
@keyframes pulse { from { opacity: .25; } to { opacity: 1; } }
button { font: inherit; font-weight: 600; font-size: 14px; padding: 7px 14px; border-radius: 10px; border: 1px solid var(--line); background: var(--panel); color: var(--text); cursor: pointer; white-space: nowrap; transition: border-color .15s, filter .15s; }
button:hover:not(:disabled) { border-color: var(--accent); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button.primary:hover:not(:disabled) { filter: brightness(1.08); }
button:disabled { opacity: .5; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.switch { display: inline-flex; align-items: center; gap: 8px; font-size: 14px; font-weight: 600; cursor: pointer; margin-right: 6px; }
.switch input { position: absolute; opacity: 0; }
.switch .track { width: 36px; height: 21px; border-radius: 99px; background: var(--line); position: relative; transition: background .15s; }
.switch .track::after { content: ""; position: absolute; width: 15px; height: 15px; left: 3px; top: 3px; border-radius: 50%; background: #fff; box-shadow: 0 1px 2px rgb(0 0 0 / 30%); transition: translate .15s; }
.switch input:checked + .track { background: var(--accent); }
.switch input:checked + .track::after { translate: 15px; }
.switch input:focus-visible + .track { outline: 2px solid var(--accent); outline-offset: 2px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; margin-top: 22px; }
.figure, .card, .rows, .problems { background: var(--panel); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); }
.figure { display: flex; flex-direction: column; padding: 14px 18px; }
.figure .name { font-size: 13px; font-weight: 600; color: var(--soft); }
.figure .value { font-size: 25px; font-weight: 680; letter-spacing: -.02em; line-height: 1.35; font-variant-numeric: tabular-nums; }
.figure .note { line-height: 1.35; }
.problems { margin-top: 18px; padding: 14px 18px; background: var(--warn-soft); border-color: transparent; box-shadow: none; }
.problems h2 { margin: 0 0 4px; color: var(--warn); }
.problems ul { padding-left: 18px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 350px), 1fr)); gap: 14px; align-items: start; }
.cards.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); }
.cover { border-radius: 12px; flex: none; background: var(--accent-soft); } .facts { flex: 1; min-width: 0; }
.now { font-size: 15px; margin-top: 2px; }
.choices, .wishes { display: flex; flex-wrap: wrap; gap: 8px; }
.wishes button { font-size: 13px; padding: 4px 12px; color: var(--soft); }
.choices button { padding: 5px 14px; border-radius: 99px; white-space: normal; text-align: left; }
.choices button[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
.dials { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); gap: 12px 24px; align-items: start; padding-top: 12px; border-top: 1px solid var(--line); }
.dial { display: flex; flex-direction: column; gap: 6px; font-size: 14px; font-weight: 600; }
.dial output { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
.dial input[type="range"] { width: 100%; margin: 0; height: 24px; border-radius: 8px; accent-color: var(--accent); cursor: pointer; }
.dial input[type="number"] { font: inherit; font-weight: 400; width: 6.5em; padding: 5px 10px; border: 1px solid var(--line); border-radius: 10px; background: var(--back); color: var(--text); }
.dial input:invalid { border-color: var(--bad); }
.figure-input { display: flex; align-items: center; gap: 8px; font-weight: 400; color: var(--soft); }
.ends { display: flex; justify-content: space-between; font-size: 12px; font-weight: 400; color: var(--soft); margin-top: -4px; }
.dials .switch { align-self: center; margin: 0; position: relative; }
.notes { padding-left: 18px; font-size: 13px; color: var(--soft); }
.windows { list-style: none; padding: 6px 0 0; }
.windows li { padding: 6px 12px; border-left: 3px solid var(--line); }
.windows li[aria-current] { border-color: var(--accent); }
.card { padding: 18px; display: flex; flex-direction: column; gap: 10px; }
.card.off h3, .card.off .note { opacity: .65; }
.card-head { justify-content: space-between; align-items: flex-start; }
.rate { font-size: 13px; color: var(--soft); white-space: nowrap; }
.bar { flex: 1; min-width: 70px; height: 7px; border-radius: 99px; background: var(--line); overflow: hidden; }
.bar rect { fill: var(--accent); }
.outcome { font-size: 13px; color: var(--soft); padding-left: 16px; position: relative; }
.outcome::before { content: ""; position: absolute; left: 2px; top: 6px; width: 8px; height: 8px; border-radius: 50%; background: var(--soft); }
.outcome.good::before { background: var(--good); } .outcome.warn::before { background: var(--warn); } .outcome.bad::before { background: var(--bad); }
.outcome.bad { color: var(--bad); }
summary { cursor: pointer; font-size: 13px; font-weight: 600; color: var(--accent); width: max-content; }
ol { margin-top: 8px; padding-left: 30px; max-height: 420px; overflow: auto; }
ol li { padding: 5px 0; } ol li::marker { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.title, .artist { unicode-bidi: isolate; }
.title { font-weight: 600; } .title + .artist::before { content: "· "; }
.why { display: block; line-height: 1.35; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 0 20px; align-items: start; }
.rows { list-style: none; padding: 4px 0; max-height: 560px; overflow: auto; }
.rows li { display: flex; justify-content: space-between; align-items: center; gap: 14px; padding: 9px 18px; }
.rows li + li { border-top: 1px solid var(--line); }
.rows .rate { width: min(60%, 420px); }
.rows + .note { margin: 8px 4px 0; }
.empty { padding: 18px; border: 1px dashed var(--line); border-radius: 16px; }
footer { margin-top: 36px; text-align: center; }
#notice { position: fixed; left: 50%; bottom: 22px; translate: -50%; width: max-content; max-width: min(92vw, 620px); padding: 10px 18px; border-radius: 12px; background: var(--text); color: var(--back); box-shadow: 0 8px 30px rgb(0 0 0 / 25%); font-size: 14px; }
#notice.bad { background: var(--bad-soft); color: var(--bad); }
@media (max-width: 560px) { .actions { width: 100%; } .actions button { flex: 1; } .wishes { display: grid; grid-template-columns: 1fr 1fr; } .wishes button { padding: 7px 8px; } .figures { grid-template-columns: 1fr 1fr; } .figure { padding: 12px 14px; } .figure .value { font-size: 20px; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
`;
