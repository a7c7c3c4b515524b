import { ActionIcon, Kbd, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  IconBook2,
  IconHelpCircle,
  IconLanguage,
  IconListDetails,
  IconMap2,
  IconMenu2,
  IconMoon,
  IconPlayerPlay,
  IconPrinter,
  IconSearch,
  IconSun,
  IconUpload,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { LatelyTray } from '../lately/tray.tsx'
import mark from '../mark.svg'
import { openSearch } from '../search/search.tsx'
import { startTour } from '../tour/tour.tsx'
import { LANGS } from '../words/table.ts'
import { useWords } from '../words/words.ts'
import { Campaigns } from './campaigns.tsx'
import { Crumbs } from './crumbs.tsx'
import classes from './shell.module.css'

/** The line above everything: where one looks, what is in force there, and the ways to anywhere else. */
export function Header() {
  const { say, lang, choose } = useWords()
  const other = LANGS.find((l) => l !== lang) ?? lang
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.mark} aria-label={`${say('app.name')} · ${say('shell.picture')}`}>
        <img src={mark} alt="" width={24} height={24} />
        <span>{say('app.name')}</span>
      </Link>
      <Crumbs />
      <div className={classes.tools}>
        <button type="button" className={classes.search} onClick={openSearch} aria-label={say('shell.search')}>
          <IconSearch size={16} aria-hidden="true" />
          <span>{say('shell.search.short')}</span>
          <Kbd size="xs">⌘K</Kbd>
        </button>
        <Campaigns />
        <LatelyTray />
        <Tooltip label={say('app.language')}>
          <ActionIcon
            className={classes.wide}
            onClick={() => choose(other)}
            aria-label={say('app.language')}
            lang={other === 'zh' ? 'zh-Hans' : 'en'}
          >
            <IconLanguage size={18} />
          </ActionIcon>
        </Tooltip>
        <Scheme />
        <Screens />
      </div>
    </header>
  )
}

function Scheme() {
  const { say } = useWords()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const label = say(dark ? 'app.theme.light' : 'app.theme.dark')
  return (
    <Tooltip label={label}>
      <ActionIcon className={classes.wide} onClick={() => setColorScheme(dark ? 'light' : 'dark')} aria-label={label}>
        {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  )
}

const SCREENS = [
  ['/', 'shell.picture', IconMap2],
  ['/lists', 'shell.lists', IconListDetails],
  ['/import', 'shell.import', IconUpload],
  ['/playbooks', 'shell.playbooks', IconBook2],
  ['/exercise', 'shell.exercise', IconPlayerPlay],
] as const

function Screens() {
  const { say, lang, choose } = useWords()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const other = LANGS.find((l) => l !== lang) ?? lang
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={say('shell.menu')}>
          <IconMenu2 size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCREENS.map(([to, key, Icon]) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} />}>
            {say(key)}
          </Menu.Item>
        ))}
        <Menu.Item
          component={Link}
          to={'/print/$form' as never}
          params={{ form: 'ics204' } as never}
          // Where the map stands is printed as well.
          search={((before: object) => before) as never}
          leftSection={<IconPrinter size={16} />}
        >
          {say('shell.print')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconHelpCircle size={16} />} onClick={startTour}>
          {say('shell.tour')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLanguage size={16} />} onClick={() => choose(other)}>
          {say('app.language')}
        </Menu.Item>
        <Menu.Item
          leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />}
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {say(dark ? 'app.theme.light' : 'app.theme.dark')}
        </Menu.Item>
        <Menu.Item component="a" href="/status">
          {say('shell.status')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
