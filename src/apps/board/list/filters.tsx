import { Button, CloseButton, Menu, Popover } from '@mantine/core'
import { IconChevronDown, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import type { RefShape } from '../../client/lists.ts'
import type { ListDef } from '../api/lists.ts'
import { useSubject } from '../api/subjects.ts'
import { useCellText } from '../ui/cell.tsx'
import { useName } from '../ui/terms.ts'
import { sayCode, useWords } from '../words/words.ts'
import type { ListAddress, Scope } from './address.ts'
import { FilterInput } from './filter-input.tsx'
import classes from './list.module.css'
import { cellKindOf, type Filter } from './suggestions.ts'

interface Props {
  def: ListDef
  address: ListAddress
  /** Where the list looks because the reader looks there. */
  scope: Scope | null
  /** What the rows point to: a filter's id is named by them, where they hold it. */
  refs: readonly RefShape[]
}

/** How the list is narrowed: each filter a chip that can be changed or taken away, and the way to add another. */
export function Filters({ def, address, scope, refs }: Props) {
  const { say } = useWords()
  const [adding, setAdding] = useState<string | null>(null)
  const { filters, change } = address
  const active = def.filters.filter((f) => filters[f.key] || f.key === adding)
  // One call-out or one plan is chosen on its own page; a district is an area.
  const addable = def.filters.filter(
    (f) => !active.includes(f) && !['callout', 'proposal', 'district'].includes(f.kind) && f.kind !== 'subject',
  )
  return (
    <div className={classes.filters}>
      {scope && (
        <span className={classes.chip}>
          <span>{say('list.filter.scope', { name: scope.name })}</span>
        </span>
      )}
      {active.map((filter) => (
        <Chip
          key={filter.key}
          filter={filter}
          def={def}
          value={filters[filter.key] ?? ''}
          refs={refs}
          open={adding === filter.key}
          onClose={() => setAdding(null)}
          set={(value) => change({ [filter.key]: value || undefined })}
        />
      ))}
      {addable.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-sm" leftSection={<IconFilter size={14} aria-hidden="true" />}>
              {say('list.filter.add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {addable.map((f) => (
              <Menu.Item key={f.key} onClick={() => setAdding(f.key)}>
                {sayCode(say, 'field', f.key)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {Object.keys(filters).length > 1 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => change(Object.fromEntries(Object.keys(filters).map((key) => [key, undefined])))}
        >
          {say('list.filter.clear')}
        </Button>
      )}
    </div>
  )
}

interface ChipProps extends Pick<Props, 'def' | 'refs'> {
  filter: Filter
  value: string
  /** Whether it was just added, and is open to be filled. */
  open: boolean
  onClose: () => void
  set: (value: string) => void
}

function Chip({ filter, def, value, refs, open, onClose, set }: ChipProps) {
  const { say } = useWords()
  const [opened, setOpened] = useState(open)
  const name = sayCode(say, 'field', filter.key)
  const close = () => {
    setOpened(false)
    onClose()
  }
  return (
    <Popover
      opened={opened}
      onChange={(o) => (o ? setOpened(true) : close())}
      position="bottom-start"
      trapFocus
      returnFocus
    >
      <span className={classes.chip}>
        <Popover.Target>
          <button type="button" onClick={() => setOpened(!opened)}>
            {name}:{' '}
            <b>{value === '' ? say('list.filter.any') : <ValueName {...{ filter, value, refs }} list={def.list} />}</b>{' '}
            <IconChevronDown size={12} aria-hidden="true" />
          </button>
        </Popover.Target>
        <CloseButton
          size={24}
          iconSize={14}
          radius="xl"
          aria-label={say('list.filter.drop', { name })}
          onClick={() => {
            set('')
            close()
          }}
        />
      </span>
      <Popover.Dropdown aria-label={name}>
        <FilterInput
          filter={filter}
          list={def.list}
          value={value}
          set={(next, done) => {
            set(next)
            if (done) close()
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

/** Kinds of filter whose value is the id of something with a page. */
const PAGES: Partial<Record<Filter['kind'], string>> = {
  district: 'area',
  area: 'area',
  unit: 'unit',
  person: 'person',
  place: 'place',
  campaign: 'campaign',
  callout: 'callout',
  proposal: 'proposal',
}

/** What a filter's value is called: never an id. */
function ValueName({ filter, value, refs, list }: Pick<ChipProps, 'filter' | 'value' | 'refs'> & { list: string }) {
  const { say } = useWords()
  const text = useCellText()
  const name = useName()
  const known = refs.find((r) => r.id === value)
  if (known) return name(known)
  const kind = PAGES[filter.kind]
  if (kind) return <PageName kind={kind} id={value} />
  if (filter.kind === 'subject' || (filter.kind === 'text' && filter.key === 'subject')) return say('list.filter.this')
  return value
    .split(',')
    .map((v) => text({ kind: cellKindOf(filter), name: filter.key, list }, v))
    .join(say('text.and'))
}

function PageName({ kind, id }: { kind: string; id: string }) {
  const { say } = useWords()
  const name = useName()
  const { data } = useSubject(kind, id)
  return data ? name({ kind, name: data.title, names: data.names }) : say('wait.loading')
}
