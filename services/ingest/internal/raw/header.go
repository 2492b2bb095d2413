package raw

import (
	"context"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// DryRun is the push as a question of what would come out of it.
func (p *Push) DryRun(ctx context.Context) *nats.Msg {
	h := p.header("", "")
	h.Del(contract.HeaderMsgID)
	service.Inject(ctx, h)
	return &nats.Msg{Subject: contract.DryRunSubject(p.Provider), Header: h, Data: p.Data}
}

func (p *Push) header(life, hash string) nats.Header {
	at := p.Received.UTC().Format(time.RFC3339Nano)
	h := make(nats.Header, 16)
	h[contract.HeaderSpecVersion] = []string{"1.0"}
	h[contract.HeaderCEID] = []string{p.ID}
	h[contract.HeaderCESource] = []string{"/wireroom/" + p.Provider}
	h[contract.HeaderCEType] = []string{"wireroom.raw"}
	h[contract.HeaderCETime] = []string{at}
	h[contract.HeaderProvider] = []string{p.Provider}
	h[contract.HeaderLane] = []string{string(p.Lane)}
	h[contract.HeaderReceivedAt] = []string{at}
	h[contract.HeaderIncarnation] = []string{life}
	h[contract.HeaderBodyHash] = []string{hash}
	if s := tame(p.ContentType); s != "" {
		h[contract.HeaderContentType] = []string{s}
	}
	if s := tame(p.FileName); s != "" {
		h[contract.HeaderFileName] = []string{s}
	}
	if len(p.BaseURL) <= maxAddress && tame(p.BaseURL) != "" {
		h[contract.HeaderBaseURL] = []string{p.BaseURL}
	}
	if len(p.MachineUse.Policy) > maxAddress {
		p.MachineUse.Policy = ""
	}
	if p.MachineUse.Said() {
		h[contract.HeaderMachineUse] = []string{p.MachineUse.String()}
	}
	if p.Key != "" {
		h[contract.HeaderMsgID] = []string{contract.IdempotencyID(p.Provider, p.Key)}
	} else if p.Once != "" {
		// no Idempotency-Key holds a control character
		h[contract.HeaderMsgID] = []string{contract.IdempotencyID(p.Provider, "\x00signature "+p.Once)}
	}
	return h
}

// maxAddress bounds an address in a header, in bytes.
const maxAddress = 2048

// maxDeclared bounds what a provider can put into a header, in bytes.
const maxDeclared = 255

// tame makes a header value of what a provider declared: a line break in it would
// begin a header of the provider's choice.
func tame(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), maxDeclared)], "")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s))
}
