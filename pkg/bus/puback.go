package bus

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Publish writes one message and awaits the stream's acknowledgement until ctx ends.
// It is js.PublishMsg without options, but for the reading of the acknowledgement:
// that took the client's JSON longer than the message takes to be sent.
func Publish(ctx context.Context, js jetstream.JetStream, m *nats.Msg) (jetstream.PubAck, error) {
	resp, err := js.Conn().RequestMsgWithContext(ctx, m)
	if errors.Is(err, nats.ErrNoResponders) {
		// the client's own way tries again for a moment: a leader may be changing
		ack, err := js.PublishMsg(ctx, m)
		if err != nil {
			return jetstream.PubAck{}, err
		}
		return *ack, nil
	}
	if err != nil {
		return jetstream.PubAck{}, err
	}
	return readAck(resp.Data)
}

func readAck(data []byte) (jetstream.PubAck, error) {
	if ack, ok := plainAckOf(data); ok {
		return ack, nil
	}
	var full struct {
		Error *jetstream.APIError `json:"error"`
		jetstream.PubAck
	}
	if err := json.Unmarshal(data, &full); err != nil {
		return jetstream.PubAck{}, fmt.Errorf("read acknowledgement: %w", jetstream.ErrInvalidJSAck)
	}
	if full.Error != nil {
		return jetstream.PubAck{}, fmt.Errorf("nats: %w", full.Error)
	}
	if full.Stream == "" {
		return jetstream.PubAck{}, fmt.Errorf("read acknowledgement: %w", jetstream.ErrInvalidJSAck)
	}
	return full.PubAck, nil
}

// plainAckOf reads an acknowledgement as the server writes it where there is nothing
// to say but stream and sequence: {"stream":"NEWS","seq":5}.
func plainAckOf(data []byte) (jetstream.PubAck, bool) {
	rest, ok := bytes.CutPrefix(data, []byte(`{"stream":"`))
	if !ok {
		return jetstream.PubAck{}, false
	}
	name, number, ok := bytes.Cut(rest, []byte(`","seq":`))
	if !ok || len(name) == 0 || bytes.ContainsAny(name, `"\`) {
		return jetstream.PubAck{}, false
	}
	digits, ok := bytes.CutSuffix(number, []byte{'}'})
	if !ok {
		return jetstream.PubAck{}, false
	}
	seq, err := strconv.ParseUint(string(digits), 10, 64)
	return jetstream.PubAck{Stream: string(name), Sequence: seq}, err == nil
}
