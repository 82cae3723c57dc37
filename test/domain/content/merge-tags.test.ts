import { describe, expect, it } from 'vitest';
import { maskCode } from '../../../functions/domain/content/mask-code.ts';
import { findMergeTags } from '../../../functions/domain/content/merge-tags.ts';

const TAGS = [
  // Mustache, Handlebars, Liquid, Jinja, Go.
  ...[
    '{{name}}',
    '{{ .Subscriber.FirstName }}',
    '{{{ body }}}',
    '{{first_name|default:"friend"}}',
    '{{#if name}}',
  ],
  ...[
    '{{/if}}',
    '{{- if .X -}}',
    `{{\${first_name}}}`,
    '{{ "now" | date: "%Y" }}',
    '{{unsubscribe_url}}',
    '{{имя}}',
  ],
  ...[
    '{{ contact.FIRSTNAME }}',
    '{{lead.First Name:default=you}}',
    '{% if name %}',
    '{%NAME%}',
    '{%- endif -%}',
  ],
  // Mailchimp.
  ...['*|FNAME|*', '*|IF:FNAME|*', '*|END:IF|*', '*|LIST:ADDRESS|*', '*|fname|*', '*|UNSUB|*'],
  // Salesforce, Mailgun, ActiveCampaign, Mailman.
  ...[
    '%%first_name%%',
    '%%=v(@name)=%%',
    '%recipient.name%',
    '%FIRSTNAME%',
    '%EMAIL%',
    '%UNSUBSCRIBELINK%',
    '%(user_name)s',
  ],
  // Ghost, MailerLite, AWeber, Mautic, CleverReach.
  ...[
    '{first_name}',
    '{name, "friend"}',
    '{$name}',
    '{!Contact.FirstName}',
    '{contactfield=firstname}',
    '{FIRST_NAME}',
  ],
  // Sendy, Campaign Monitor, MailPoet, Mailtrain, Mailjet, Constant Contact, Zoho, Sympa.
  ...[
    '[Name,fallback=there]',
    '[firstname,fallback=there]',
    '[subscriber:firstname | default:reader]',
    '[FIRST_NAME]',
  ],
  ...[
    '[LINK_UNSUBSCRIBE]',
    '[[first_name]]',
    '[[First Name]]',
    '[[data:firstname:""]]',
    '$[FNAME]$',
    '[% user.email %]',
  ],
  // ERB, JavaScript, Moosend, Dotdigital, SendGrid.
  ...[
    '<%= name %>',
    '<% if x %>',
    `\${first_name}`,
    '#recipient:name#',
    '##firstname##',
    '@FIRSTNAME@',
    '-first_name-',
  ],
];

const PROSE = [
  ...[
    '{{a}}',
    '{{1,2},{3,4}}',
    '$x^{{2}}$',
    String.raw`\frac{{ab}}{{cd}}`,
    'f(x) = {x : x > 0}',
    String.raw`\text{name}`,
  ],
  ...[
    String.raw`\{\{name\}\}`,
    '{{}}',
    '{{ }}',
    '{ "name": "x" }',
    '{credit="Email from Ada"}',
    '{#name}',
    '{.name}',
    '{sic}',
  ],
  ...[
    '[name withheld]',
    '[email protected]',
    '[name](https://a.example)',
    '[email][1]',
    '[email]: https://a.example',
    '[sic]',
  ],
  ...[
    '[x] name',
    '[[Berlin]]',
    '[1]: https://x.example',
    '50% of the 20% share',
    '10%–20%',
    '100%%',
    '%name',
    '5 <% 6',
  ],
  ...[
    'a*|b|*c',
    '|*a*|*b*|',
    '| *a* |*b*|',
    '**name**',
    '*name*',
    'brand-name-only',
    'first-name-basis',
    '-- name --',
  ],
  ...[
    'https://a.example/?q=%20name%20',
    'https://a.example/%E2%80%9Cname%E2%80%9D',
    'me@name.example',
    '@ada@a.example',
  ],
  ...['#name', '#email #news', '$5 and $name', 'C# name #1', '(name)', 'e-mail'],
];

const textOf = (text: string) => findMergeTags(text).map(({ tag }) => tag);

describe('a merge tag', () => {
  it.each(TAGS)('of another program is found, and where it stands: %s', (tag) => {
    expect(findMergeTags(`Hello ${tag} there`)).toEqual([{ tag, at: 6 }]);
    expect(textOf(`Hello ${tag}`)).toEqual([tag]);
    expect(textOf(`${tag}, hello`)).toEqual([tag]);
  });

  it.each(PROSE)('is not what prose, a link or a formula holds: %s', (text) => {
    expect(textOf(`Hello ${text} there`)).toEqual([]);
    expect(textOf(text)).toEqual([]);
  });

  it('stands in the address of a link as well, and beside others', () => {
    expect(textOf('[leave]({{unsubscribe_url}}) or write to https://a.example/?e=*|EMAIL|*')).toEqual([
      ...['{{unsubscribe_url}}', '*|EMAIL|*'],
    ]);
  });

  it.each([['{{'], ['*|A'], ['%%a'], ['<% '], ['[['], ['{% a'], ['{{a '], ['[name,'], ['%a'], ['{$'], ['`']])(
    'is looked for in time that grows with the text: %s',
    (piece) => {
      const text = piece.repeat(20_000);
      const before = performance.now();
      findMergeTags(maskCode(text));
      expect(performance.now() - before).toBeLessThan(2000);
    },
  );
});

describe('code', () => {
  it.each([
    ['a `{{x}}` b', 'a         b'],
    ['a ``{{x}} ` y`` b', `a${' '.repeat(15)}b`],
    ['a\n```\n{{x}}\n```\nb', 'a\n   \n     \n   \nb'],
    ['~~~jinja\n{{x}}\n```\n{{y}}\n~~~\nb', '        \n     \n   \n     \n   \nb'],
    ['a\n\n    {{x}}\n\nb', 'a\n\n         \n\nb'],
    ['- a\n\n    {{x}}', '- a\n\n    {{x}}'],
    ['a\n    {{x}}', 'a\n    {{x}}'],
    ['a ` b {{x}}\n\nc ` d', 'a ` b {{x}}\n\nc ` d'],
    ['a `b\n{{x}}` c', `a   \n${' '.repeat(7)}c`],
    ['```\n{{x}}', '   \n     '],
  ])('is blanked out, line for line: %j', (body, masked) => {
    expect(maskCode(body)).toBe(masked);
  });
});
