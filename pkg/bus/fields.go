package bus

import (
	"context"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// fields are what a log line about a message has: where it is, which delivery and
// article it is about, and its trace. Nothing of what it says.
func (m *Msg) fields() []zap.Field {
	return []zap.Field{
		zap.String("subject", m.Subject), zap.Uint64("sequence", m.Sequence),
		zap.String("delivery", m.Delivery()), zap.String("article", m.Header.Get(contract.HeaderArticle)),
		service.TraceField(service.Extract(context.Background(), m.Header)),
	}
}
