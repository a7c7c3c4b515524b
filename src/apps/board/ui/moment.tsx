import { useFormat } from '../words/use-format.ts'

/** A moment in the reader's language; the exact one, with its offset, is what a machine reads and the pointer shows. */
export function Moment({ at }: { at: Date }) {
  const format = useFormat()
  return (
    <time dateTime={at.toISOString()} title={at.toString()}>
      {format.moment(at)}
    </time>
  )
}
