import{m150_useLoaded as o}from"./panel-4bdf7ed778.js";export{o as a};
