import{m135_CodeField as o,m135_PasswordField as s}from"./panel-f61a668cc5.js";export{o as a,s as b};
