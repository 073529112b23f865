// This file needs no schemas: the domain and pages compare names without loading zod.

/** The form in which names are compared. Names that differ in letter case alone have the same form. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Lists the places of names that repeat an earlier one. */
export function repeatedNames(names: readonly string[]): number[] {
  const seen = new Set<string>()
  return names.flatMap((name, index) => {
    const folded = foldedName(name)
    if (seen.has(folded)) return [index]
    seen.add(folded)
    return []
  })
}
