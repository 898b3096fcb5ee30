import{m158_useLoaded as o}from"./panel-c6920eae58.js";export{o as a};
