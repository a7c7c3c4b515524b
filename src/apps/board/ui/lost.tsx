import { Anchor, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWords } from '../words/words.ts'

/** An address that leads nowhere. */
export function Lost() {
  const { say } = useWords()
  return (
    <Stack p="xl" align="start">
      <Title order={1} size="h3">
        {say('fault.lost')}
      </Title>
      <Anchor component={Link} to="/">
        {say('fault.lost.do')}
      </Anchor>
    </Stack>
  )
}
