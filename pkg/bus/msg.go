package bus

import (
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Msg is one message as a stage decodes it.
type Msg struct {
	Subject  string
	Header   nats.Header
	Data     []byte
	Stream   string
	Sequence uint64
	Stored   time.Time // when the stream took it
}

// Provider is the last token of the subject, as all work subjects have it; what HELD
// releases has it in a header.
func (m *Msg) Provider() string {
	if p := m.Header.Get(contract.HeaderProvider); m.Stream == contract.StreamHeld && contract.ValidProvider(p) {
		return p
	}
	return providerOf(m.Subject)
}

func providerOf(subject string) string { return subject[strings.LastIndexByte(subject, '.')+1:] }

// Delivery is the delivery that the message belongs to: the one that it names, else
// on RAW itself.
func (m *Msg) Delivery() string {
	if id := m.Header.Get(contract.HeaderDelivery); id != "" || m.Stream != contract.StreamRaw {
		return id
	}
	return contract.DeliveryID(m.Header.Get(contract.HeaderIncarnation), m.Sequence)
}

func (m *Msg) origin() contract.Origin {
	return contract.Origin{Subject: m.Subject, Stream: m.Stream, Sequence: m.Sequence}
}

func fromDelivery(d *nats.Msg, meta *nats.MsgMetadata) Msg {
	return Msg{Subject: d.Subject, Header: d.Header, Data: d.Data,
		Stream: meta.Stream, Sequence: meta.Sequence.Stream, Stored: meta.Timestamp}
}

func fromStored(stream string, m *jetstream.RawStreamMsg) Msg {
	return Msg{Subject: m.Subject, Header: m.Header, Data: m.Data, Stream: stream, Sequence: m.Sequence, Stored: m.Time}
}
