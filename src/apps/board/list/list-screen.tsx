import { Anchor, Button, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { RefShape } from '../../client/lists.ts'
import { type ListDef, type Row, useListDefs, useRows } from '../api/lists.ts'
import { RequestFault } from '../api/request.ts'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Loading } from '../ui/loading.tsx'
import { Lost } from '../ui/lost.tsx'
import { sayCode, useWords } from '../words/words.ts'
import { lacks, useAsking, useListAddress } from './address.ts'
import { ChosenBar } from './chosen.tsx'
import { Filters } from './filters.tsx'
import classes from './list.module.css'
import { Rows } from './rows.tsx'
import { ChooseWhere } from './scope.tsx'
import { Tools } from './tools.tsx'

/** One list, whichever it is: what it may be asked, its rows, what may be done with those that are chosen. */
export function ListScreen() {
  const { list } = useParams({ strict: false }) as { list: string }
  const defs = useListDefs()
  return (
    <Loaded query={defs}>
      {({ items }) => {
        const def = items.find((d) => d.list === list)
        return def ? <OneList key={list} def={def} /> : <Lost />
      }}
    </Loaded>
  )
}

function OneList({ def }: { def: ListDef }) {
  const { say } = useWords()
  const { at } = useLooking()
  const address = useListAddress(def)
  const { asking, scope } = useAsking(def, address)
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const wanting = asking === null || lacks(def, asking.filters)
  const rows = useRows(def.list, asking ?? { lane: '', at: null, filters: {} }, !wanting)
  const title = sayCode(say, 'list', def.list)
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  // What was chosen in another view of the list would be acted on unseen.
  const view = JSON.stringify(asking)
  useEffect(() => setChosen((before) => (view !== '' && before.size > 0 ? new Map() : before)), [view])
  const columns = columnsShown(def, address.columns)
  const tooWide = rows.error instanceof RequestFault && rows.error.code === 'LIST_TOO_WIDE'
  const refs = (rows.data?.pages[0]?.items ?? []).flatMap((r) => Object.values(r.cells)).flatMap(refsIn)
  return (
    <div className={classes.screen}>
      <div className={classes.head}>
        <div className={classes.title}>
          <Anchor component={Link} to="/lists" size="sm">
            {say('lists.title')}
          </Anchor>
          <span aria-hidden="true">▸</span>
          <h1>{title}</h1>
        </div>
        <Tools def={def} address={address} asking={asking} />
      </div>
      <Filters def={def} address={address} scope={scope} refs={refs} />
      {at && !def.past && <Text className={classes.note}>{say('list.not-past')}</Text>}
      {asking === null || tooWide ? (
        asking === null && !tooWide ? (
          <Loading />
        ) : (
          <ChooseWhere change={address.change} />
        )
      ) : wanting ? (
        <Empty says={say('list.scope.of-callout')}>
          <Button component={Link} to="/lists/callouts">
            {say('list.callouts')}
          </Button>
        </Empty>
      ) : (
        <Rows
          list={def.list}
          columns={columns}
          query={rows}
          filtered={Object.keys(address.filters).some((k) => k !== 'district' && k !== 'area')}
          chosen={chosen}
          choose={at || !SELECTABLE.has(def.list) ? null : setChosen}
          sort={address.sort ?? def.sorts[0]?.key}
          onSort={(sort) => address.change({ sort })}
        />
      )}
      {chosen.size > 0 && (
        <ChosenBar
          list={def.list}
          rows={[...chosen.values()]}
          filters={asking?.filters ?? {}}
          clear={() => setChosen(new Map())}
        />
      )}
    </div>
  )
}

/** What a cell points to, if it does. */
const refsIn = (cell: Row['cells'][string]): RefShape[] =>
  typeof cell === 'object' && cell !== null && !Array.isArray(cell) ? [cell] : []

/** Lists of whose rows several may be acted on at once. */
const SELECTABLE = new Set<string>(['gaps', 'places', 'summonses', 'lines'])

/** The columns in the list's own order: those chosen, or all that are not set aside. */
function columnsShown(def: ListDef, chosen: readonly string[] | null): ListDef['columns'] {
  const shown = def.columns.filter((c) => (chosen ? chosen.includes(c.key) : !c.aside))
  return shown.length > 0 ? shown : def.columns.slice(0, 1)
}
