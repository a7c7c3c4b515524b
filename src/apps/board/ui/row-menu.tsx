import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useWords } from '../words/words.ts'

/** What else can be done with a row: made when it is first opened, since each row of a list has one. */
export function RowMenu({ children }: { children: ReactNode }) {
  const { say } = useWords()
  const [made, setMade] = useState(false)
  const button = { 'aria-label': say('do.more'), px: 6, children: <IconDots size={16} /> }
  if (!made) {
    return (
      <Button
        {...button}
        aria-haspopup="menu"
        aria-expanded={false}
        onClick={() => setMade(true)}
        onKeyDown={(event) => event.key === 'ArrowDown' && setMade(true)}
      />
    )
  }
  return (
    <Menu position="bottom-end" defaultOpened>
      <Menu.Target>
        <Button {...button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
