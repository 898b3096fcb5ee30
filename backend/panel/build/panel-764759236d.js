import{m69_ACTIONS as m,m69_isApt as p}from"./panel-687fbdb11a.js";export{m as a,p as b};
