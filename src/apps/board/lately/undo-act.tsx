import { Loader, Text } from '@mantine/core'
import { Frame } from '../acts/frame.tsx'
import { useTell } from '../acts/tell.tsx'
import type { ActsAbout } from '../acts/use-acts.ts'
import { useDoing } from '../api/acts.ts'
import { undoAct, useTriedUndo } from '../api/lately.ts'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

/** Undoes an act: says first how much that is, what follows, and what cannot be as it was, by trying it. */
export function UndoAct({ what, close }: { what: ActsAbout['undoAct']; close: () => void }) {
  const { say } = useWords()
  const format = useFormat()
  const tell = useTell()
  const tried = useTriedUndo(what)
  const undoing = useDoing(['gaps', 'duties', 'callouts', 'warnings', 'proposals'], undoAct)
  const size = tried.data
  const done = () => {
    tell(say('lately.begun'))
    close()
  }
  const { district, act } = what
  return (
    <Frame
      title={say('lately.undo.which', { what: what.name })}
      says={
        size &&
        say(`lately.says.${size.kind}`, { duties: format.number(size.duties), people: format.number(size.people) })
      }
      does={say('lately.undo')}
      ready={size !== undefined}
      pending={undoing.isPending}
      error={undoing.error}
      onDo={() => undoing.mutate({ district, act }, { onSuccess: done })}
      close={close}
    >
      {tried.isPending && <Loader size="xs" role="status" aria-label={say('wait.loading')} />}
      {tried.error && <Refused error={tried.error} />}
      {size && (
        <Text size="sm" fw={size.lost > 0 ? 600 : 400}>
          {size.lost > 0 ? say('lately.size.lost', { count: size.lost }) : say('lately.size.whole')}
        </Text>
      )}
    </Frame>
  )
}
