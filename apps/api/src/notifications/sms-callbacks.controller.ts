import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  readAliyunReceipts, readAliyunReplies, readKannelReceipt, readKannelReply, readTencentReceipts, readTencentReplies, SmsCallbacks, type Caller, type ProviderName, type SmsReceipt, type SmsReply,
} from '@app/notifications';
import { CountsItsOwn, Public } from '@app/platform';
import type { FastifyRequest } from 'fastify';

type Read<T> = (request: FastifyRequest) => (T | null)[];

const RECEIPTS: Readonly<Partial<Record<ProviderName, Read<SmsReceipt>>>> = {
  kannel: ({ query }) => [readKannelReceipt(query as Readonly<Record<string, unknown>>)],
  aliyun: ({ body }) => readAliyunReceipts(body),
  tencent: ({ body }) => readTencentReceipts(body),
};
const REPLIES: Readonly<Partial<Record<ProviderName, Read<SmsReply>>>> = {
  kannel: ({ headers, body }) => [Buffer.isBuffer(body) ? readKannelReply(headers, body) : null],
  aliyun: ({ body }) => readAliyunReplies(body),
  tencent: ({ body }) => readTencentReplies(body),
};
/** What each wants to hear; smsbox sends on whatever it is told, hence nothing. */
const THANKS: Readonly<Partial<Record<ProviderName, object>>> = { aliyun: { code: 0, msg: '接收成功' }, tencent: { result: 0, errmsg: 'OK' } };

/** Where providers report. They log in nowhere: the secret in the address and where they come from are their proof. */
@ApiTags('短信')
@Controller('v1/sms-callbacks/:provider/:secret')
@Public()
@CountsItsOwn()
export class SmsCallbacksController {
  constructor(private readonly callbacks: SmsCallbacks) {}

  @Get('receipts') @ApiOperation({ summary: '短信通道回执（Kannel）' })
  takeKannelReceipt(@Req() request: FastifyRequest, @Param('provider') provider: string, @Param('secret') secret: string): Promise<object | undefined> {
    return this.#takeReceipts(request, { provider, secret, address: request.ip });
  }

  @Post('receipts') @HttpCode(200) @ApiOperation({ summary: '短信通道回执（阿里云、腾讯云）' })
  takeReceipts(@Req() request: FastifyRequest, @Param('provider') provider: string, @Param('secret') secret: string): Promise<object | undefined> {
    return this.#takeReceipts(request, { provider, secret, address: request.ip });
  }

  @Post('replies') @HttpCode(200) @ApiOperation({ summary: '上行短信（Kannel、阿里云、腾讯云）' })
  async takeReplies(@Req() request: FastifyRequest, @Param('provider') name: string, @Param('secret') secret: string): Promise<object | undefined> {
    const caller: Caller = { provider: name, secret, address: request.ip };
    const provider = await this.callbacks.admit(caller);
    await this.callbacks.takeReplies(caller, provider, REPLIES[provider]?.(request) ?? []);
    return THANKS[provider];
  }

  async #takeReceipts(request: FastifyRequest, caller: Caller): Promise<object | undefined> {
    const provider = await this.callbacks.admit(caller);
    await this.callbacks.takeReceipts(caller, provider, RECEIPTS[provider]?.(request) ?? []);
    return THANKS[provider];
  }
}
