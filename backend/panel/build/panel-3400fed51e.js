import{m70_ACTIONS as m,m70_isApt as p}from"./panel-36c49e5a76.js";export{m as a,p as b};
