import { Html } from './html.ts'

const css = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --card: #f6f8fa; --line: #d8dee4;
  --link: #0a58ca; --get: #0b5cad; --post: #1a6b34; --put: #8a4b00; --delete: #b3261e; --on-badge: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9ea7b3; --paper: #0d1117; --card: #161b22; --line: #30363d;
    --link: #79b8ff; --get: #79b8ff; --post: #6fd08c; --put: #f0b35e; --delete: #ff9a92; --on-badge: #0d1117; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: .875em; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; }
h1 { font-size: 2rem; letter-spacing: -.02em; }
h2 { font-size: 1.5rem; padding-top: 2.5rem; }
h3 { font-size: 1.125rem; }
h4 { font-size: .8125rem; margin: 1.25rem 0 .375rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); }
p { margin: .5rem 0; }
.skip { position: absolute; left: -999rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: 1rem; top: 1rem; }
header, .page { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2.5rem; padding-bottom: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .625rem; padding: 1.125rem; margin: 1rem 0; }
article:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.route { margin: .625rem 0; }
.route code { font-weight: 600; }
.method { display: inline-block; padding: .05rem .45rem; border-radius: .3rem; color: var(--on-badge); background: var(--soft);
  font: 700 .75rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
.get { background: var(--get); } .post { background: var(--post); } .put { background: var(--put); } .delete { background: var(--delete); }
.who, .type, .optional, .constraint, .id { color: var(--soft); font-size: .875rem; }
.id { white-space: nowrap; }
.properties { list-style: none; margin: .25rem 0; padding: 0; border-top: 1px solid var(--line); }
.properties > li { padding: .5rem 0; border-bottom: 1px solid var(--line); }
.properties > li > p { margin: .125rem 0 0; font-size: .9375rem; }
.properties .properties, .variants { margin: .5rem 0 0; padding-left: .75rem; border-left: 2px solid var(--line); }
.properties .properties { border-top: 0; }
.properties .properties > li:last-child { border-bottom: 0; padding-bottom: 0; }
.name { font-weight: 600; }
.required { color: var(--delete); font-size: .8125rem; font-weight: 600; }
.constraint::before { content: '· '; }
.variants details, .variants p { margin: .375rem 0; }
summary { cursor: pointer; }
.status { font-weight: 700; font-variant-numeric: tabular-nums; color: var(--delete); }
.status.ok { color: var(--post); }
.errors { margin: .25rem 0; }
.errors div { display: flex; gap: .75rem; }
.errors dt { flex: none; } .errors dd { margin: 0; }
pre { margin: 0; padding: .75rem .875rem; background: var(--paper); border: 1px solid var(--line); border-radius: .375rem;
  white-space: pre-wrap; }
.contents { border: 1px solid var(--line); border-radius: .625rem; padding: .75rem 1rem; font-size: .9375rem; }
.contents > summary { font-weight: 600; }
.contents ul { list-style: none; margin: 0; padding: 0; }
.contents > ul > li > a { font-weight: 600; display: inline-block; margin-top: .625rem; color: var(--ink); }
.contents a { text-decoration: none; } .contents a:hover { text-decoration: underline; }
.contents .method { font-size: .625rem; padding: 0 .25rem; }
@media (min-width: 60rem) {
  .page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 2.5rem; align-items: start; }
  nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1rem 0; }
  main > section:first-child > h2 { padding-top: 1rem; }
  .contents li li a { display: block; padding: .125rem 0; }
  @supports selector(::details-content) {
    .contents { border: 0; padding: 0; }
    .contents > summary { display: none; }
    .contents::details-content { content-visibility: visible; block-size: auto; }
  }
}
@media (max-width: 59.999rem) { .contents li li a { display: block; padding: .375rem 0; } }
@media print { nav, .skip { display: none; } article { break-inside: avoid; } }
`

/** The style of the page. */
export const style = new Html(css)
