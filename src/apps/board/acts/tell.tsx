import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { undoDuties } from '../api/acts.ts'
import { RequestFault } from '../api/request.ts'
import { tellFault } from '../words/faults.ts'
import { useWords } from '../words/words.ts'

const SHOWN_MS = 6_000
/** Long enough to see that it was the wrong one; the duties' pages offer to end them for as long as they last. */
const UNDO_MS = 20_000

/** Says in passing what was done; with duties just given, offers to undo them. */
export function useTell(): (done: string, undo?: { district: string; duties: readonly string[] }) => void {
  const { say, lang } = useWords()
  const queries = useQueryClient()
  const show = (message: React.ReactNode, autoClose: number, color = 'water') =>
    notifications.show({ message, autoClose, color, closeButtonProps: { 'aria-label': say('do.close') } })

  async function takeBack(district: string, duties: readonly string[]) {
    try {
      const { ended, refused } = await undoDuties(district, duties)
      if (ended.length > 0) show(say('act.done.undone', { count: ended.length }), SHOWN_MS)
      const [first] = refused
      if (first) show(tellFault(lang, first).says, UNDO_MS, 'red')
    } catch (error) {
      if (!(error instanceof RequestFault)) throw error
      const { code, message: says, advice, details } = error
      show(tellFault(lang, { code, says, do: advice, details }).says, UNDO_MS, 'red')
    } finally {
      void queries.invalidateQueries()
    }
  }

  return (done, undo) => {
    if (!undo || undo.duties.length === 0) {
      show(done, SHOWN_MS)
      return
    }
    const id: string = show(
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{done}</Text>
        <Button
          size="compact-sm"
          onClick={() => {
            notifications.hide(id)
            void takeBack(undo.district, undo.duties)
          }}
        >
          {say('do.undo')}
        </Button>
      </Group>,
      UNDO_MS,
    )
  }
}

const NAMED = 5

/** Names of so many people in all, of whom these are some: five of them, and how many more. */
export function useSize(): (names: readonly string[], n?: number) => string {
  const { say } = useWords()
  return (names, n = names.length) => {
    const few = names.slice(0, NAMED)
    const told = few.join(say('act.done.between'))
    return n > few.length ? say('act.done.and-more', { names: told, n: n - few.length }) : told
  }
}

/** A few names, and how many more there are. */
export function useNames(): (names: readonly string[]) => string {
  const { say } = useWords()
  return (names) => {
    const few = names.slice(0, 3).join(say('act.done.between'))
    return names.length > 3 ? say('act.done.and-more', { names: few, n: names.length - 3 }) : few
  }
}
