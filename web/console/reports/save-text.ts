/** How long (ms) the browser may take to begin with a file. */
const KEPT_MS = 60_000

/** Offers a CSV to the person as a file. */
export function saveText(csv: string, name: string): void {
  // Reading the answer has removed the byte order mark, by which a spreadsheet knows the encoding.
  const marked = csv.startsWith('\ufeff') ? csv : `\ufeff${csv}`
  const url = URL.createObjectURL(new Blob([marked], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
}
