/**
 * The only styles in the host page, as a constructed sheet: a page with a strict `style-src` blocks style elements,
 * even in a shadow root. The host page may set `--interlude-color` and `--interlude-inset` on `interlude-widget`.
 */
export const STYLE = `
:host{all:initial!important;display:contents!important;--c:var(--interlude-color,oklch(52% .17 258));--i:var(--interlude-inset,20px)}
button,iframe{position:fixed;z-index:2147483000;border:0;padding:0;inset-inline-end:var(--i)}
.start>*{inset-inline:var(--i) auto}
button{inset-block-end:var(--i);width:56px;height:56px;border-radius:50%;cursor:pointer;background:var(--c);
color:oklch(from var(--c) clamp(0,(.6 - l)*999,1) 0 0);box-shadow:0 1px 2px #0003,0 6px 20px #0003}
button:hover{filter:brightness(1.1)}
button:focus-visible{outline:3px solid;outline-offset:3px}
svg{display:block;margin:auto;width:26px}
img{display:block;width:56px;height:56px;border-radius:50%;object-fit:cover}
path{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;inset:-3px -3px auto auto;min-width:12px;padding:0 5px;border-radius:11px;
background:#c5221f;color:#fff;font:600 12px/22px system-ui}
b:empty{display:none}
iframe{display:none;inset-block-end:calc(var(--i) + 70px);width:400px;max-width:calc(100vw - 2*var(--i));
height:min(680px,100dvh - 110px);border-radius:var(--r,14px);box-shadow:0 0 0 1px #0000001a,0 12px 48px #0004}
.open iframe{display:block;animation:i .15s}
@keyframes i{from{opacity:0;transform:translateY(8px)}}
@media(max-width:520px),(max-height:460px){
.open iframe{inset:var(--y,0) 0 auto;width:100%;max-width:none;height:var(--h,100dvh);border-radius:0}
.open button{display:none}}
@media(prefers-reduced-motion){iframe{animation:none!important}}
@media print{div{display:none}}`
