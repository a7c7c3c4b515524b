/** What is told of a kind of place. */
export const RECORDS_OF: Readonly<Record<string, readonly string[]>> = {
  'dam-section': ['patrol', 'hazard'],
  gate: ['patrol', 'hazard'],
  household: ['evacuation'],
}

/** Metres along the dam from what stands on its posts: `K12+500`, `12+500`, or metres alone; null: it is neither. */
export function metresOf(text: string): number | null {
  const [, km, m] = /^\s*[Kk]?(\d{1,3})\+(\d{3})\s*$/.exec(text) ?? []
  if (km !== undefined && m !== undefined) return Number(km) * 1000 + Number(m)
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : null
}
