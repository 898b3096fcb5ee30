import{m70_ACTIONS as m,m70_isApt as p}from"./panel-bb6186186e.js";export{m as a,p as b};
