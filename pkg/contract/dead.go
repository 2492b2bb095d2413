package contract

import (
	"maps"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
)

// Origin says where a message was when its stage gave it up.
type Origin struct {
	Subject  string
	Stream   string
	Sequence uint64
}

// maxErrorHeader bounds a dead letter's error, in bytes: an error may quote its
// document.
const maxErrorHeader = 1000

// Copied gives the headers of a stored message for a message that is written anew: what
// the server was asked to do with the first one is left out.
func Copied(h nats.Header) nats.Header {
	out := make(nats.Header, len(h))
	maps.Copy(out, h)
	for _, name := range []string{HeaderTTL, HeaderSchedule, HeaderScheduleTarget, HeaderRollup,
		HeaderExpectedSeq, HeaderExpectedSeqSubject, HeaderBatchID, HeaderBatchSeq, HeaderBatchCommit} {
		delete(out, name)
	}
	return out
}

// DeadLetter gives the message as it goes to DEAD: its data and headers as they
// were, with who gave it up, why, and where it was. The id follows from the
// origin alone, so that a redelivery writes no second one.
func DeadLetter(stage Stage, provider string, from Origin, h nats.Header, data []byte, reason Reason, cause error, at time.Time) *nats.Msg {
	out := Copied(h)
	if id := out.Get(HeaderMsgID); id != "" {
		out[HeaderDeadMsgID] = []string{id}
	}
	out[HeaderMsgID] = []string{"dead." + string(stage) + "." + from.Stream + "." + strconv.FormatUint(from.Sequence, 10)}
	w := writer{h: out}
	w.put(HeaderDeadStage, string(stage))
	w.put(HeaderDeadReason, string(reason))
	w.put(HeaderDeadSubject, from.Subject)
	w.put(HeaderDeadStream, from.Stream)
	w.put(HeaderDeadSeq, strconv.FormatUint(from.Sequence, 10))
	w.putTime(HeaderDeadAt, at)
	if cause != nil {
		w.put(HeaderDeadError, clip(oneLine(cause.Error()), maxErrorHeader))
	}
	return trimmed(&nats.Msg{Subject: DeadSubject(stage, provider), Header: out, Data: data})
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
