import{m69_ACTIONS as m,m69_isApt as p}from"./panel-797132f9e8.js";export{m as a,p as b};
