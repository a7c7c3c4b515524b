import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ENCODINGS } from '../../../domain/imports/encoding-names.ts'
import type { Import, SettingsChange } from '../api/imports.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './import.module.css'
import { Part } from './part.tsx'
import { withOption } from './settings.ts'

interface ChooseOf {
  draft: Import
  set: (change: SettingsChange) => void
  /** What else may be done with the file. */
  children: ReactNode
}

/**
 * The bytes of a text do not tell in which encoding it is: what some of it reads as in each that is possible, for somebody to
 * choose who knows the names.
 */
export function ChooseEncoding({ draft, set, children }: ChooseOf) {
  const { say } = useWords()
  const [chosen, choose] = useState<string | null>(null)
  const likely = draft.encodings.map((each) => each.encoding)
  const others = ENCODINGS.filter((each) => !likely.includes(each) && each !== 'utf-8')
  return (
    <>
      <Part title={say('import.encoding.choose')} />
      <Text size="sm">{say('import.encoding.says')}</Text>
      <Radio.Group
        aria-label={say('import.encoding.choose')}
        value={chosen}
        onChange={(encoding) => choose(String(encoding))}
      >
        <Stack gap="xs" className={classes.panel}>
          {draft.encodings.map(({ encoding, sample }) => (
            <Radio
              key={encoding}
              value={encoding}
              label={<b>{sample}</b>}
              description={sayCode(say, 'import.encoding', encoding)}
            />
          ))}
        </Stack>
        <Text size="sm" mt="sm" mb="xs">
          {say('import.encoding.others')}
        </Text>
        <Stack gap={4}>
          {others.map((encoding) => (
            <Radio key={encoding} value={encoding} label={sayCode(say, 'import.encoding', encoding)} />
          ))}
        </Stack>
      </Radio.Group>
      <Group gap="sm">
        <Button
          variant="filled"
          disabled={chosen === null}
          onClick={() => set((now) => withOption(now, 'encoding', chosen))}
        >
          {say('import.encoding.take')}
        </Button>
        {children}
      </Group>
    </>
  )
}
