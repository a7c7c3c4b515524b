/** Texts remembered, so that what stands in many cells (a branch, a role) is kept once. */
const REMEMBERED = 100_000
/** Pieces this long or longer are views of the text that they were cut from, in V8. */
const VIEWED = 13

/**
 * Gives texts of cells a memory of their own: cut out of the part's XML, each would keep the XML around it from being let go
 * (300,000 rows: 120 MiB). One for each sheet.
 */
export function ownTexts(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const had = known.get(text)
    if (had !== undefined) return had
    // A half of a pair of surrogates would not come through; the table refuses it by its cell.
    const own = text.length < VIEWED || !text.isWellFormed() ? text : Buffer.from(text).toString()
    if (known.size < REMEMBERED) known.set(own, own)
    return own
  }
}
