import{m44_amidWords as n,m44_beginningOf as e,m44_goesLeft as a,m44_isSeen as m,m44_plainWords as d,m44_splitEnding as g}from"./panel-687fbdb11a.js";export{n as a,e as b,m as c,d};
