import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Nothing is here, truly: says what will be here and how to begin, with the button for it where there is one. */
export function Empty({ says, children }: { says: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap="sm" p="xl">
      <Text size="sm" c="var(--quiet)" ta="center" maw="48ch">
        {says}
      </Text>
      {children}
    </Stack>
  )
}
