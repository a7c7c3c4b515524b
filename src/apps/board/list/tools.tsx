import { Button, Checkbox, Menu, NativeSelect, Popover } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconColumns3, IconDownload, IconLink } from '@tabler/icons-react'
import { fileAddress, type ListAsking, type ListDef } from '../api/lists.ts'
import { sayCode, useWords } from '../words/words.ts'
import type { ListAddress } from './address.ts'
import classes from './list.module.css'

/** What may be done with a list as a whole: its order, its columns, to send it, to take it out as a file. */
export function Tools({ def, address, asking }: { def: ListDef; address: ListAddress; asking: ListAsking | null }) {
  const { say, lang } = useWords()
  const { sort, change } = address
  return (
    <div className={classes.tools}>
      {def.sorts.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={say('list.sort')}
          value={sort ?? def.sorts[0]?.key}
          onChange={(event) => change({ sort: event.currentTarget.value })}
          data={def.sorts.map(({ key }) => ({ value: key, label: sayCode(say, 'sort', key) }))}
        />
      )}
      <Columns def={def} address={address} />
      <Button
        size="compact-sm"
        leftSection={<IconLink size={14} aria-hidden="true" />}
        onClick={() => void copyLink(say)}
      >
        {say('list.link')}
      </Button>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button size="compact-sm" leftSection={<IconDownload size={14} aria-hidden="true" />} disabled={!asking}>
            {say('do.download')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {asking &&
            (['csv', 'xlsx'] as const).map((format) => (
              <Menu.Item key={format} component="a" href={fileAddress(def.list, asking, format, lang)} download>
                {say(`list.file.${format}`)}
              </Menu.Item>
            ))}
          <Menu.Label>{say('list.file.says')}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

async function copyLink(say: ReturnType<typeof useWords>['say']): Promise<void> {
  // Without https a browser gives no clipboard to a page.
  const copied = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  )
  notifications.show({ message: say(copied ? 'list.link.copied' : 'list.link.failed') })
}

function Columns({ def, address: { columns, change } }: { def: ListDef; address: ListAddress }) {
  const { say } = useWords()
  const usual = def.columns.filter((c) => !c.aside).map((c) => c.key)
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="compact-sm" leftSection={<IconColumns3 size={14} aria-hidden="true" />}>
          {say('list.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('list.columns')}>
        <Checkbox.Group
          value={columns ?? usual}
          onChange={(keys) => change({ cols: keys.length === 0 || sameKeys(keys, usual) ? undefined : keys.join() })}
        >
          <div className={classes.choices}>
            {def.columns.map((c) => (
              <Checkbox key={c.key} size="xs" value={c.key} label={sayCode(say, 'field', c.key)} />
            ))}
          </div>
        </Checkbox.Group>
        {columns && (
          <Button mt="sm" size="compact-sm" onClick={() => change({ cols: undefined })}>
            {say('list.columns.usual')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

const sameKeys = (a: readonly string[], b: readonly string[]) => a.length === b.length && b.every((k) => a.includes(k))
