/** A function with whole packages for comparison: Hono, two SDK clients and feed, all created at once. */
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { Feed } from 'feed';
import { Hono } from 'hono';

const made = [new Hono(), new SESClient({}), new DynamoDBClient({})];
const known = [
  ...[BatchGetItemCommand, DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand],
  ...[UpdateItemCommand, GetSendQuotaCommand, SendRawEmailCommand, Feed],
];

export const handler = async () => made.length + known.length;
