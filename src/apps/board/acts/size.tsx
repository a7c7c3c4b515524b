import { List, Loader, ScrollArea, Text } from '@mantine/core'
import type { z } from 'zod'
import type { GivenShape } from '../../client/acts.ts'
import type { useTriedGiving } from '../api/acts.ts'
import { Refused } from '../ui/refused.tsx'
import { tellFault } from '../words/faults.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { useSize } from './tell.tsx'

/** One of several for which an act does nothing, with why. */
export interface RefusedBefore {
  name: string
  code: string
  says: string
  do: string
}

/** How large an act is, before it is done: how many telephones ring, and whose. */
export function RingsSize({ n, names }: { n: number; names: readonly string[] }) {
  const { say } = useWords()
  const size = useSize()
  return (
    <Text size="sm" fw={600} aria-live="polite">
      {n === 0 ? say('act.size.none') : say('act.size', { count: n, names: size(names, n) })}
    </Text>
  )
}

/** For whom or what nothing will be done, by reason: said before, so that it is no surprise after. */
export function NotAmong({ refused }: { refused: readonly RefusedBefore[] }) {
  const { say, lang } = useWords()
  const size = useSize()
  if (refused.length === 0) return null
  return (
    <div>
      <Text size="sm">{say('act.size.not', { count: refused.length })}</Text>
      <List size="sm">
        {[...Map.groupBy(refused, (r) => tellFault(lang, r).says)].map(([says, those]) => (
          <List.Item key={says}>
            {size(those.map((r) => r.name).filter(Boolean), those.length)}: {says}
          </List.Item>
        ))}
      </List>
    </div>
  )
}

type Given = z.output<typeof GivenShape>

/** What giving would give: how many telephones ring at once and later, and each place with how far its holder lives from it. */
export function GivingSize({
  tried,
  nameOf,
}: {
  tried: ReturnType<typeof useTriedGiving>
  nameOf: Map<string, string>
}) {
  const { say } = useWords()
  if (tried.error) return <Refused error={tried.error} />
  if (!tried.data) return tried.isFetching ? <Loader size="xs" role="status" aria-label={say('act.size.wait')} /> : null
  return <Size given={tried.data} nameOf={nameOf} />
}

function Size({ given: { to, rings, lines, refused }, nameOf }: { given: Given; nameOf: Map<string, string> }) {
  const { say } = useWords()
  const format = useFormat()
  const later = to.length - rings
  return (
    <>
      <RingsSize n={rings} names={[...new Set(lines.filter((l) => l.soon).map((l) => l.name))]} />
      {later > 0 && <Text size="sm">{say('act.size.later', { count: later })}</Text>}
      {lines.length > 0 && (
        <ScrollArea.Autosize mah={180} type="auto" viewportProps={{ tabIndex: 0 }}>
          <List size="sm">
            {lines.map((l) => (
              <List.Item key={`${l.subject} ${l.person}`}>
                {say('act.size.line', { place: l.place, name: l.name, distance: format.distance(l.distanceM) })}
              </List.Item>
            ))}
          </List>
        </ScrollArea.Autosize>
      )}
      <NotAmong refused={refused.map((r) => ({ ...r, name: nameOf.get(r.subject) ?? '' }))} />
    </>
  )
}
