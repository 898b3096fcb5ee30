import{m70_ACTIONS as m,m70_isApt as p}from"./panel-2516739aea.js";export{m as a,p as b};
