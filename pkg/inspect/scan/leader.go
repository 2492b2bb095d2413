package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// codeNotFound is the server's code for a message that is not there.
const codeNotFound = 10037

// fromLeader reads the message of a sequence from the stream's leader, nil if it is
// not there: where a stream allows direct gets the client asks any replica, and one
// that lags does not know the newest, nor what was restored a moment ago.
func fromLeader(ctx context.Context, js jetstream.JetStream, stream string, seq uint64) (*Msg, error) {
	request, err := json.Marshal(map[string]uint64{"seq": seq})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", stream, err)
	}
	reply, err := js.Conn().RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET."+stream, request)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", stream, err)
	}
	var answer struct {
		Error   *jetstream.APIError `json:"error"`
		Message *struct {
			Subject string    `json:"subject"`
			Seq     uint64    `json:"seq"`
			Header  []byte    `json:"hdrs"`
			Data    []byte    `json:"data"`
			Time    time.Time `json:"time"`
		} `json:"message"`
	}
	if err := json.Unmarshal(reply.Data, &answer); err != nil {
		return nil, fmt.Errorf("read %s: %w", stream, err)
	}
	m := answer.Message
	switch {
	case answer.Error != nil && answer.Error.ErrorCode == codeNotFound:
		return nil, nil
	case answer.Error != nil:
		return nil, fmt.Errorf("read %s: %w", stream, answer.Error)
	case m == nil:
		return nil, fmt.Errorf("read %s: the server's answer holds no message", stream)
	}
	out := &Msg{Stream: stream, Subject: m.Subject, Sequence: m.Seq, Time: m.Time, Header: nats.Header{}, Data: m.Data}
	if len(m.Header) > 0 {
		if out.Header, err = nats.DecodeHeadersMsg(m.Header); err != nil {
			return nil, fmt.Errorf("read headers of %s %d: %w", stream, seq, err)
		}
	}
	return out, nil
}
