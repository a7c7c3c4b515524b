import { Menu, Popover, Tooltip } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconLasso,
  IconMinus,
  IconPlus,
  IconPolygon,
  IconStack2,
  IconTable,
  IconViewfinder,
} from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { useWords } from '../words/words.ts'
import { Layers } from './legend.tsx'
import classes from './map.module.css'
import type { Pen } from './use-drawing.ts'
import type { Layer } from './view.ts'

interface Wishes {
  nearer: () => void
  farther: () => void
  /** Null: there is nothing of it to show. */
  fit: (() => void) | null
  name: string
  table: () => void
  shown: ReadonlySet<Layer>
  show: (shown: ReadonlySet<Layer>) => void
  pen: Pen | null
  draw: (pen: Pen | 'view' | null) => void
}

/** What can be done with the map, in its corner. */
export function Tools({ nearer, farther, fit, name, table, shown, show, pen, draw }: Wishes) {
  const { say } = useWords()
  return (
    <div className={classes.tools}>
      <div className={classes.group}>
        <Tool label={say('map.in')} onClick={nearer}>
          <IconPlus size={18} aria-hidden="true" />
        </Tool>
        <Tool label={say('map.out')} onClick={farther}>
          <IconMinus size={18} aria-hidden="true" />
        </Tool>
        <Tool label={name ? say('map.fit', { name }) : say('map.fit.all')} onClick={() => fit?.()} disabled={!fit}>
          <IconArrowsMaximize size={18} aria-hidden="true" />
        </Tool>
      </div>
      <div className={classes.group}>
        <Popover position="left-start" withArrow trapFocus returnFocus>
          <Popover.Target>
            <button
              type="button"
              className={classes.tool}
              aria-label={say('legend.layers')}
              title={say('legend.layers')}
            >
              <IconStack2 size={18} aria-hidden="true" />
            </button>
          </Popover.Target>
          <Popover.Dropdown p="sm">
            <Layers shown={shown} show={show} />
          </Popover.Dropdown>
        </Popover>
        <Menu position="left-start" withArrow>
          <Menu.Target>
            <button
              type="button"
              className={classes.tool}
              aria-label={say('draw.title')}
              title={say('draw.title')}
              aria-pressed={pen !== null}
            >
              <IconPolygon size={18} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{say('draw.title')}</Menu.Label>
            <Menu.Item leftSection={<IconPolygon size={16} />} onClick={() => draw('polygon')}>
              {say('draw.polygon')}
            </Menu.Item>
            <Menu.Item leftSection={<IconLasso size={16} />} onClick={() => draw('freehand')}>
              {say('draw.freehand')}
            </Menu.Item>
            <Menu.Item leftSection={<IconViewfinder size={16} />} onClick={() => draw('view')}>
              {say('draw.view')}
            </Menu.Item>
            {pen && <Menu.Item onClick={() => draw(null)}>{say('draw.stop')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
        <Tool label={say('map.table')} onClick={table}>
          <IconTable size={18} aria-hidden="true" />
        </Tool>
      </div>
    </div>
  )
}

function Tool({ label, ...button }: { label: string } & ComponentProps<'button'>) {
  return (
    <Tooltip label={label} position="left">
      <button type="button" className={classes.tool} aria-label={label} {...button} />
    </Tooltip>
  )
}
