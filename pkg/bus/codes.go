package bus

// classOfCode is the table of the server's error codes (nats-server, server/errors.json,
// 2.15.3) that a publish, a read, a purge, a deletion, or the making of a consumer can
// give; known is false for any other. 10077 is not here: see classOfStore. Codes of what
// wireroom never asks for (mirrors, batches, backups, stream creation) are listed by the
// test, which fails when a new version of the server has codes that are in neither.
//
//nolint:cyclop // a table
func classOfCode(code int) (class Class, known bool) {
	switch code {
	case 10071, 10164, 10070, // wrong last sequence, last message id
		10158: // a message of the same id is being stored (replicated streams)
		return Conflict, true
	case 10002, 10023, 10028, 10047, // limits of the account, of the server's memory and disk
		10026: // number of consumers
		return Full, true
	case 10004, 10006, 10007, 10008, 10009, 10010, 10036, 10041, // the cluster is forming or electing
		10005,               // no peer can take the consumer now
		10035, 10039, 10076, // JetStream is off, or not yet on, for the server or account
		10120,                             // the account has no limits of JetStream: the operator's
		10014, 10059, 10149, 10225, 10096, // consumer or stream is gone: it is made anew, by us or the operator
		10118, 10119, 10194, 10195, // stream or consumer is offline
		10012, 10104, // a consumer could not be made or stored
		10051, 10053, 10063, 10163, 10180, // a replica is behind, or something general
		10057, 10110, // a deletion, a purge failed
		10109, // the stream is sealed: the operator's
		10167, // too many requests
		10169: // the stream counts: the operator's
		return Outage, true
	case 10003, 10025, 10038, 10056, 10060, 10185, // a request that the server does not understand
		10054, 10097, // message or headers too large
		10111, 10165, 10166, 10168, 10170, 10171, 10172, 10193, 10227, // headers that the stream does not take
		10188, 10189, 10190, 10191, 10192, 10203, 10212, 10223, // schedules that the stream does not take
		10037, 10043, // no such message
		10117, // more subjects than an answer holds
		10013, 10015, 10016, 10017, 10018, 10019, 10020, 10074, 10078, 10079, 10080, 10081, 10082, 10083, 10084, 10085, 10086,
		10087, 10088, 10089, 10090, 10091, 10092, 10093, 10094, 10095, 10098, 10099, 10100, 10101, 10102, 10103, 10105, 10106,
		10107, 10108, 10112, 10114, 10115, 10116, 10121, 10125, 10126, 10127, 10131, 10132, 10133, 10134, 10135, 10136, 10137,
		10138, 10139, 10148, 10153, 10157, 10159, 10160, 10161, 10162, 10178, 10181, 10182, 10183, 10184, 10196, 10197, 10204,
		10218, 10219, 10220, 10221, 10222: // a consumer that can't be as it is asked for
		return Permanent, true
	}
	return Outage, false
}
