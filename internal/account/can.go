package account

// Action is something a route does. Every route declares exactly one.
type Action string

// The actions.
const (
	ReadPublic      Action = "read-public"      // pages and files that anyone may see
	Operate         Action = "operate"          // health checks
	SignIn          Action = "sign-in"          // ask for a link, use it, leave
	Participate     Action = "participate"      // begin a draft or a suggestion
	ClaimPage       Action = "claim-page"       // show that one represents an organisation
	HoldInvitation  Action = "hold-invitation"  // read and answer one invitation: needs its token
	HoldDraft       Action = "hold-draft"       // read and fill in one draft: needs its key
	HoldStatus      Action = "hold-status"      // read and answer one submission: needs its token
	HoldAssessment  Action = "hold-assessment"  // answer as one person in a self-assessment: needs its key
	ReadDesk        Action = "read-desk"        // see proposals and their history
	Review          Action = "review"           // decide on proposals, write to the sender
	CuratePractices Action = "curate-practices" // write, approve and withdraw good practices
	StudyKit        Action = "study-kit"        // figures about all self-assessments together
	ExportResearch  Action = "export-research"  // data of organisations that allow it
	ImportFiles     Action = "import-files"     // take organisations from files, and undo it
	ReadConfident   Action = "read-confident"   // see a place that is kept back
	ReadMailbox     Action = "read-mailbox"     // see mails that a demo did not send
	TellPrograms    Action = "tell-programs"    // programs that are told of public changes
	Administer      Action = "administer"       // people and their roles
	ReadArea        Action = "read-area"        // an organisation's own pages
	EditArea        Action = "edit-area"        // propose changes to one's organisation
	OwnAccount      Action = "own-account"      // one's own sessions and language
)

// Object is the thing an action is done to, loaded through its parent before
// the question is asked. The zero Object stands for no thing in particular.
type Object struct {
	OrganisationID string // whose thing it is, "" = nobody's
	Held           bool   // the request carries the thing's own key (draft, status page, answers)
}

// Can is the one place that decides who may do what.
func Can(s Subject, a Action, o Object) bool {
	switch a {
	case ReadPublic, Operate, SignIn, Participate:
		return true
	case HoldDraft, HoldStatus, HoldAssessment, HoldInvitation:
		return o.Held
	case OwnAccount, ClaimPage:
		return s.SignedIn()
	case ReadArea:
		return s.Edits(o.OrganisationID) || s.Has(Administrator)
	case EditArea:
		return s.Edits(o.OrganisationID)
	case ReadDesk:
		return s.Team()
	case Review, ReadConfident, CuratePractices, ImportFiles:
		return s.Has(Reviewer) || s.Has(Researcher) || s.Has(Administrator)
	case StudyKit, ExportResearch, TellPrograms:
		return s.Has(Researcher) || s.Has(Administrator)
	case ReadMailbox, Administer:
		return s.Has(Administrator)
	default:
		return false
	}
}
