/** Prints findings (health check results), each with its remedy below, and the request for production access if one is due. */
import type { AccessRequest } from '../domain/account/access-request.ts';
import type { Finding } from '../domain/finding.ts';
import type { CommandAnswer } from './command.ts';

const MARKS = { good: 'good ', note: 'note ', wrong: 'WRONG' } as const;

export function answerOf(findings: readonly Finding[], request?: AccessRequest): CommandAnswer {
  const wrongs = findings.filter(({ level }) => level === 'wrong').length;
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, level, says, remedy }) => {
    const first = `${MARKS[level]}  ${check.padEnd(width)}  ${says}`;
    return remedy ? [first, `${' '.repeat(width + 9)}${remedy}`] : [first];
  });
  const sum =
    wrongs === 0 ? 'Nothing is wrong.' : `${wrongs} ${wrongs === 1 ? 'thing is' : 'things are'} wrong.`;
  const text = [...lines, ...(request ? requestLines(request) : []), '', sum].join('\n');
  return { text, data: { findings, request }, ok: wrongs === 0 };
}

const requestLines = (request: AccessRequest): string[] => [
  '',
  'The request for production access, for the form in the SES console (Account dashboard, Request production access):',
  `  Mail type      Marketing`,
  `  Website URL    ${request.WebsiteURL}`,
  `  Contacts       ${request.AdditionalContactEmailAddresses.join(', ')}, in English`,
  '  Use case',
  ...request.UseCaseDescription.split('\n').map((line) => (line ? `    ${line}` : '')),
  'With --json, `request` is what `aws sesv2 put-account-details --cli-input-json` takes.',
];
