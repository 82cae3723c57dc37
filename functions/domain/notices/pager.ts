/** The pager port: reaches the editors by a way that does not depend on the mailer (an SNS topic). */

/** Plain text without an address or a token. `subject`: ASCII of one line, fewer than 100 characters. */
export type Page = { subject: string; text: string };

export type Pager = {
  /** Throws `unavailable`. The same page may arrive twice. */
  page(page: Page): Promise<void>;
};

/** SNS takes fewer than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST = 99;

export const pageSubject = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, LONGEST);

/** Masks addresses and links: a mail server's answer may quote an address, and a link holds a token. */
export const withoutPersons = (text: string): string =>
  text
    .replaceAll(/https?:\/\/\S+/g, '…')
    .replaceAll(/(?<![^\s<>:;"',()])[^\s<>:;"',()]+@[^\s<>:;"',()]+/g, '…');

/** Commands in backticks that work on a stage. A verb without arguments only names a command, and is left alone. */
const COMMAND = /`((?:cancel|pause|plan|report|resume|send|status|subscribers|withdraw) [^`]+)`/g;

/** Adds `--stage` to the commands in backticks. `stage`: undefined for this machine, where the text stays. */
export const onStage = (text: string, stage: string | undefined): string =>
  stage === undefined
    ? text
    : text.replaceAll(COMMAND, (_, command: string) => `\`${commandOnStage(command, stage)}\``);

export const commandOnStage = (command: string, stage: string | undefined): string =>
  stage === undefined || /(^| )--stage\b/.test(command) ? command : `${command} --stage ${stage}`;
