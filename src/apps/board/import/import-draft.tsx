import { Anchor, Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, useParams } from '@tanstack/react-router'
import { type Import, type SettingsChange, useImport, useImportStep } from '../api/imports.ts'
import { RequestFault } from '../api/request.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { ChooseEncoding } from './choose-encoding.tsx'
import { Columns } from './columns.tsx'
import classes from './import.module.css'
import { Options } from './options.tsx'
import { Result } from './result.tsx'
import { settingsOf, withAnswers } from './settings.ts'

/** One import, from its columns to what it wrote: wherever it was left, it is gone on with by its address. */
export function ImportDraft() {
  const { id } = useParams({ strict: false }) as { id: string }
  const draft = useImport(id)
  return <Loaded query={draft}>{(now) => <Draft key={now.id} draft={now} />}</Loaded>
}

type Step = ReturnType<typeof useImportStep>

function Draft({ draft }: { draft: Import }) {
  const { say } = useWords()
  const format = useFormat()
  const step = useImportStep(draft.id)
  const open = draft.state === 'draft' || draft.state === 'read'
  const facts = {
    form: FORMS[draft.form],
    encoding: draft.encoding.toUpperCase() || say('import.encoding.unknown'),
    size: format.size(draft.bytes),
  }
  return (
    <Page
      title={draft.name}
      acts={
        <Button component={Link} to="/import">
          {say('import.back')}
        </Button>
      }
    >
      <Text size="sm" c="var(--quiet)">
        {draft.encodings.length === 0 && `${say(`import.kind.${draft.kind}`)} · `}
        {say('import.facts', facts)} · {say(`import.state.${draft.work?.doing ?? draft.state}`)}
      </Text>
      {step.error && <Refused error={step.error} />}
      {draft.work ? (
        <Work draft={draft} step={step} />
      ) : (
        <>
          {draft.fault && <Refused error={new RequestFault(409, draft.fault)} />}
          {draft.state === 'dropped' && <Text size="sm">{say('import.dropped')}</Text>}
          {draft.summary && draft.state !== 'dropped' && (
            <Result
              draft={draft}
              accept={draft.state === 'read' && <Accept draft={draft} step={step} />}
              decide={(answers) => {
                const change = (now: Import) => withAnswers(now, answers)
                step.mutate({ do: 'set', change }, { onSuccess: () => step.mutate({ do: 'read' }) })
              }}
            />
          )}
          {open && <HowRead draft={draft} step={step} />}
          {!open && (
            <Anchor component={Link} to="/import" size="sm">
              {say('import.another')}
            </Anchor>
          )}
        </>
      )}
    </Page>
  )
}

const FORMS = { csv: 'CSV', xlsx: 'Excel', geojson: 'GeoJSON', popolo: 'Popolo JSON' } as const

/** How far reading or writing is, with the button that stops it and undoes whatever was done. */
function Work({ draft, step }: { draft: Import; step: Step }) {
  const { say } = useWords()
  const { work } = draft
  if (!work) return null
  const { doing, done, of } = work
  const far = of === null || of === 0 ? say('import.work.counting') : say('import.work.of', { done, of })
  return (
    <Stack gap="sm" className={classes.panel} role="status">
      <Group justify="space-between">
        <Text size="sm">
          <b>{say(`import.work.${doing}`)}</b> · {far}
        </Text>
        <Button onClick={() => step.mutate({ do: 'set', change: settingsOf })} loading={step.isPending}>
          {say('import.stop')}
        </Button>
      </Group>
      <Progress value={of ? (done / of) * 100 : 100} animated={!of} aria-label={say(`import.work.${doing}`)} />
    </Stack>
  )
}

/** What each column means, the options of the kind, and the button that reads it so. */
function HowRead({ draft, step }: { draft: Import; step: Step }) {
  const { say } = useWords()
  const missing = draft.fields
    .filter((f) => f.required && f.column === null)
    .map((f) => say('import.missing.column', { field: sayCode(say, 'import.field', f.field) }))
  if (draft.kind === 'places' && draft.options.kind === undefined) missing.push(say('import.option.place-kind'))
  const set = (change: SettingsChange) => step.mutate({ do: 'set', change })
  if (draft.encodings.length > 0) {
    return (
      <ChooseEncoding draft={draft} set={set}>
        <DropIt step={step} />
      </ChooseEncoding>
    )
  }
  return (
    <>
      <Options draft={draft} set={set} />
      <Columns draft={draft} set={set} />
      {missing.length > 0 && (
        <Text size="sm" fw={600} role="status">
          {say('import.missing', { what: missing.join(say('text.and')) })}
        </Text>
      )}
      <Group gap="sm">
        <Button
          variant={draft.state === 'read' ? 'default' : 'filled'}
          disabled={missing.length > 0}
          loading={step.isPending}
          onClick={() => step.mutate({ do: 'read' })}
        >
          {say(draft.state === 'read' ? 'import.read.again' : 'import.read')}
        </Button>
        {draft.state === 'draft' && <DropIt step={step} />}
        <Text size="sm" c="var(--quiet)">
          {say('import.read.says')}
        </Text>
      </Group>
    </>
  )
}

/** The last step: in a plain sentence what will be written, all of it or nothing. */
function Accept({ draft, step }: { draft: Import; step: Step }) {
  const { say } = useWords()
  const { summary } = draft
  if (!summary) return null
  const nothing = summary.new + summary.changed === 0
  return (
    <Stack gap="sm" className={classes.panel}>
      <Text size="sm">
        {nothing
          ? say(summary.same > 0 ? 'import.accept.nothing' : 'import.accept.none')
          : say('import.accept.says', { new: summary.new, changed: summary.changed, count: summary.unplaced })}
        {summary.asked > 0 && ` ${say('import.accept.asked', { count: summary.asked })}`}
      </Text>
      <Group gap="sm">
        {!nothing && (
          <Button variant="filled" loading={step.isPending} onClick={() => step.mutate({ do: 'accept' })}>
            {say('import.accept')}
          </Button>
        )}
        <DropIt step={step} />
      </Group>
    </Stack>
  )
}

function DropIt({ step }: { step: Step }) {
  const { say } = useWords()
  const [asking, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button onClick={open}>{say('import.drop-it')}</Button>
      <Modal
        opened={asking}
        onClose={close}
        title={say('import.drop-it')}
        closeButtonProps={{ 'aria-label': say('do.close') }}
      >
        <Text size="sm">{say('import.drop-it.says')}</Text>
        <Group justify="flex-end" mt="md">
          <Button onClick={close}>{say('do.cancel')}</Button>
          <Button
            variant="filled"
            data-autofocus
            loading={step.isPending}
            onClick={() => step.mutate({ do: 'drop' }, { onSettled: close })}
          >
            {say('import.drop-it')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
