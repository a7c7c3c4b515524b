/** What a file changes in one field of something known; null: there was nothing, or there is nothing any more. */
export interface Change {
  field: string
  old: string | null
  new: string | null
}

/** Fields of a thing as they are compared and shown. What a file does not say is undefined, and stays as it was. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** The fields in which the file says something else than the register had. */
export function changesOf(old: Fields, now: Fields): Change[] {
  return Object.entries(now).flatMap(([field, value]) => {
    const [was, is] = [textOf(old[field]), textOf(value)]
    return value === undefined || was === is ? [] : [{ field, old: was, new: is }]
  })
}

/** Props that a file sets, each as a field of its own. */
export function propFields(props: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(
    Object.entries(props).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : (value as string),
    ]),
  )
}

const LONGEST = 200

function textOf(value: Fields[string]): string | null {
  if (value === null || value === undefined || value === '') return null
  const text = String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
