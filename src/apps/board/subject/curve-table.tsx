import { Table } from '@mantine/core'
import { Moment } from '../ui/moment.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './subject.module.css'

/** So many moments are enough to read the curve by. */
const LINES = 16

export interface Point {
  at: Date
  heard: number
  coming: number
  there: number
}

/** The curve for those who read figures sooner, or can't see it. */
export function CurveTable({ curve, called }: { curve: readonly Point[]; called: number }) {
  const { say } = useWords()
  const format = useFormat()
  const step = Math.max(1, Math.ceil(curve.length / LINES))
  const lines = curve.filter((_, i) => i % step === 0 || i === curve.length - 1)
  const told = (n: number) => `${format.number(n)} (${format.share(n / called)})`
  return (
    <Table className={classes.units}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('field.at')}</Table.Th>
          <Table.Th>{say('call.heard')}</Table.Th>
          <Table.Th>{say('call.coming')}</Table.Th>
          <Table.Th>{say('call.there')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map(({ at, heard, coming, there }) => (
          <Table.Tr key={at.toISOString()}>
            <Table.Td>
              <Moment at={at} />
            </Table.Td>
            <Table.Td>{told(heard)}</Table.Td>
            <Table.Td>{told(coming)}</Table.Td>
            <Table.Td>{told(there)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
