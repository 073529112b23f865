/** The key that does the same as a button; screen readers are told by `aria-keyshortcuts`. */
export function KeyHint({ letter }: { letter: string }) {
  return (
    <span aria-hidden="true" className="font-mono text-small opacity-70 max-shell:hidden">
      {letter}
    </span>
  )
}
