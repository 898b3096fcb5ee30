import{m45_amidWords as n,m45_beginningOf as e,m45_goesLeft as a,m45_isSeen as m,m45_plainWords as d,m45_splitEnding as g}from"./panel-2516739aea.js";export{n as a,e as b,m as c,d};
