import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useListDefs } from '../api/lists.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { sayCode, useWords } from '../words/words.ts'
import { useScope } from './address.ts'
import classes from './list.module.css'

/** Which lists there are, and what is in each. */
export function Lists() {
  const { say } = useWords()
  const scope = useScope()
  const defs = useListDefs()
  return (
    <Page title={say('lists.title')}>
      <Text size="sm" c="var(--quiet)">
        {say('lists.says')} {scope && say('lists.here', { name: scope.name })}
      </Text>
      <Loaded query={defs}>
        {({ items }) => (
          <ul className={classes.index}>
            {items.map(({ list, needs }) => {
              const told = (
                <>
                  <b>{sayCode(say, 'list', list)}</b>
                  <span>{sayCode(say, `list.${list}`, 'says')}</span>
                </>
              )
              // What belongs to one call-out or one plan has no rows of its own to open.
              const opens = needs.every((keys) => keys.includes('area'))
              return (
                <li key={list}>
                  {opens ? (
                    <Link to="/lists/$list" params={{ list } as never} className={classes.entry}>
                      {told}
                    </Link>
                  ) : (
                    <div className={`${classes.entry} ${classes.shut}`}>
                      {told} <span>· {say('list.opens-from')}</span>
                    </div>
                  )}
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}
