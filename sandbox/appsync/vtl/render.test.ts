import { expect, test } from 'vitest'
import { type Rendered, renderTemplate } from './render.ts'
import type { Fields } from './values.ts'

const text = (template: string, variables: Fields = {}): string | Rendered => {
  const rendered = renderTemplate(template, variables)
  return rendered.kind === 'text' ? rendered.text.trim() : rendered
}

test.each([
  ['$list', { list: [1, 'a', { k: true }] }, '[1, a, {k=true}]'],
  ['$nothing $!nothing ${nothing.more}', {}, '$nothing  ${nothing.more}'],
  ['#set($m = {"a": {"b": 1}})#set($m.a.b = 2)$m.a.b', {}, '2'],
  ['#set($x = "v$n")$x.toUpperCase()', { n: 1 }, 'V1'],
  ['#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end', {}, '1,2,3'],
  ['#foreach($e in $m.entrySet())$e.key=$e.value #end', { m: { a: 1, b: 2 } }, 'a=1 b=2'],
  ['#if($a == "1")same#else other#end', { a: 1 }, 'same'],
  ['#if("")true#end', {}, 'true'],
  ['#if($n && $n > 2)more#elseif($n == 2)two#else none#end', { n: 2 }, 'two'],
  ['#set($r = 7 / 2)$r', {}, '3'],
  ['#if($t.contains("b"))yes#end', { t: ['a', 'b'] }, 'yes'],
  ['$s.replaceAll("AND $", "")|', { s: 'x AND ' }, 'x |'],
])('%s renders as Velocity does', (template, variables, expected) => {
  expect(text(template, variables)).toBe(expected)
})

test('a template changes the map it was given, not its prototype', () => {
  const map: Fields = {}
  text('#set($x = $map.put("__proto__", {"polluted": true}))', { map })
  expect([Object.keys(map), ({} as Fields)['polluted']]).toEqual([['__proto__'], undefined])
})

test('#return ends the template from inside a loop', () => {
  expect(renderTemplate('#foreach($i in [1..3])#return($i)#end never', {})).toEqual({
    kind: 'returned',
    value: 1,
  })
})

test('a loop over more than a thousand items is refused', () => {
  const list = Array.from({ length: 1001 }, (_, index) => index)
  expect(() => renderTemplate('#foreach($i in $list)x#end', { list })).toThrow(/iterations/)
})

test('a method that the sandbox does not know is a named error', () => {
  expect(() => renderTemplate('$s.codePoints()', { s: 'x' })).toThrow(/codePoints/)
})
